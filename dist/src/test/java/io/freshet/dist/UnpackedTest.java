package io.freshet.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive on a machine without Java: only the tools of a shell are on the path. */
class UnpackedTest {
    private static final String VERSION = System.getProperty("freshet.version");

    @TempDir
    private static Path machine;

    private static Path home;

    @BeforeAll
    static void unpack() throws Exception {
        Run tar = run(List.of("tar", "-xzf", System.getProperty("freshet.archive"), "-C", machine.toString()), null);
        assertThat(tar.code()).as(tar.output()).isZero();
        home = machine.resolve("freshet-" + VERSION);
        Path tools = Files.createDirectory(machine.resolve("tools"));
        for (String tool : List.of("dirname", "readlink")) {
            Path real = Stream.of("/usr/bin", "/bin")
                    .map(directory -> Path.of(directory, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(tools.resolve(tool), real);
        }
    }

    @Test
    void answersWithItsOwnJava() throws Exception {
        Run run = freshet(home.resolve("bin/freshet"), "--version");
        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output().strip())
                .startsWith("freshet " + VERSION + " (Java ")
                .hasLineCount(1);
    }

    @Test
    void worksThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(machine.resolve("fr"), Path.of("freshet-" + VERSION, "bin", "freshet"));
        Run run = freshet(link, "--help");
        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).contains("Exit codes:");
    }

    @Test
    void carriesNoDemoNoBenchNoTestkit() throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()))
                    .anyMatch(jar -> jar.startsWith("freshet-fetcher-"))
                    .noneMatch(jar -> jar.matches("(freshet-(demo|bench|providers-testkit)|s3proxy|junit|netty).*"));
        }
    }

    @Test
    void listsItsParts() throws IOException {
        assertThat(home.resolve("sbom.cdx.json")).content().contains("CycloneDX", "zstd-jni", "httpclient5");
    }

    private static Run freshet(Path program, String... arguments) throws IOException, InterruptedException {
        return run(
                Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                        .toList(),
                machine.resolve("tools"));
    }

    /** Runs a command, with {@code path} as all of its environment, or with ours where that is null. */
    private static Run run(List<String> command, Path path) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (path != null) {
            builder.environment().clear();
            builder.environment().put("PATH", path.toString());
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private record Run(int code, String output) {}
}
