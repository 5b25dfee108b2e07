package io.freshet.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the archive, and that it runs. */
class UnpackedTest {

    private static final long LARGEST_ARCHIVE = 100_000_000;

    @TempDir
    private static Path directory;

    private static Machine machine;

    @BeforeAll
    static void unpack() throws Exception {
        machine = new Machine(directory);
    }

    @Test
    void answersWithItsOwnJava() throws Exception {
        String said = machine.freshet(Map.of(), "--version").output();
        assertThat(said.strip())
                .startsWith("freshet " + Machine.VERSION + " (Java ")
                .hasLineCount(1);
    }

    @Test
    void worksThroughASymbolicLink() throws Exception {
        Path link =
                Files.createSymbolicLink(directory.resolve("fr"), Path.of("freshet-" + Machine.VERSION, "bin/freshet"));
        Machine.Run run = machine.run(link, Map.of(), List.of("--help"));
        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).contains("Exit codes:");
    }

    @Test
    void hasThePlainClientUnderANameOfItsOwn() throws Exception {
        Machine.Run run = machine.run(machine.home().resolve("bin/freshet-tuf"), Map.of(), List.of("refresh"));
        assertThat(run.code()).as(run.output()).isEqualTo(1);
        assertThat(run.output()).contains("--metadata-dir");
    }

    @Test
    void carriesNoDemoNoBenchNoTestkit() throws IOException {
        try (Stream<Path> jars = Files.list(machine.home().resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .anyMatch(jar -> jar.startsWith("freshet-fetcher-"))
                    .noneMatch(jar -> jar.matches(
                            "(freshet-(demo|bench|providers-testkit)|s3proxy|jetty-(?!(http|io|server|util)-)"
                                    + "|junit|assertj|netty).*"));
        }
    }

    @Test
    void decompressesOnBothKindsOfServers() throws IOException {
        try (Stream<Path> jars = Files.list(machine.home().resolve("lib"))) {
            Path zstd = jars.filter(jar -> jar.getFileName().toString().startsWith("zstd-jni-"))
                    .findFirst()
                    .orElseThrow();
            try (JarFile jar = new JarFile(zstd.toFile())) {
                assertThat(jar.stream().map(ZipEntry::getName))
                        .anyMatch(name -> name.startsWith("linux/amd64/libzstd-jni"))
                        .anyMatch(name -> name.startsWith("linux/aarch64/libzstd-jni"));
            }
        }
    }

    @Test
    void hasOneBouncyCastleWhoseSignaturesCostNoTime() throws IOException {
        List<Path> found;
        try (Stream<Path> jars = Files.list(machine.home().resolve("lib"))) {
            found = jars.filter(jar -> jar.getFileName().toString().startsWith("bc"))
                    .toList();
        }
        assertThat(found)
                .extracting(jar -> jar.getFileName().toString())
                .containsExactlyInAnyOrder("bcprov-jdk18on.jar", "bcpkix-jdk18on.jar", "bcutil-jdk18on.jar");
        for (Path each : found) {
            try (JarFile jar = new JarFile(each.toFile())) {
                assertThat(jar.stream().map(ZipEntry::getName))
                        .anyMatch(name -> name.startsWith("org/bouncycastle/"))
                        .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)"));
            }
        }
    }

    @Test
    void isNoLargerThanIsReasonable() throws IOException {
        assertThat(Files.size(Path.of(System.getProperty("freshet.archive")))).isLessThan(LARGEST_ARCHIVE);
    }

    @Test
    void listsItsParts() throws IOException {
        assertThat(machine.home().resolve("sbom.cdx.json")).content().contains("CycloneDX", "zstd-jni", "httpclient5");
    }
}
