package io.freshet.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.demo.BucketServer;
import io.freshet.demo.DirectoryMirror;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive does its work on a machine without Java: it publishes and fetches, whatever the locale. */
class UnpackedWorkTest {

    private static final String CHANNEL = "mainnet/full";
    private static final String NAME = "bl\u00f6cke/\u9ad8\u3055 1.dat";
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path directory;

    private static Machine machine;

    private Path work;

    @BeforeAll
    static void unpack() throws Exception {
        machine = new Machine(directory);
    }

    @BeforeEach
    void aPlaceOfItsOwn(TestInfo test) throws Exception {
        work = Files.createTempDirectory(
                directory, test.getTestMethod().orElseThrow().getName());
        Path file = work.resolve("source").resolve(NAME);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "block ".repeat(50_000));
    }

    /** Publishes with the archive itself; answers the directory of the keys. */
    private Path publish(Map<String, String> variables, String... to) throws Exception {
        String keys = work.resolve("keys").toString();
        String[] destinations =
                Stream.of(to).flatMap(url -> Stream.of("--to", url)).toArray(String[]::new);
        machine.freshet(variables, with(destinations, "init", "--keys", keys, "--channel", CHANNEL));
        machine.freshet(
                variables,
                with(
                        destinations,
                        "publish",
                        work.resolve("source").toString(),
                        "--keys",
                        keys,
                        "--channel",
                        CHANNEL,
                        "--state",
                        work.resolve("state").toString()));
        return Path.of(keys);
    }

    private static String[] with(String[] more, String... arguments) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
    }

    private void fetch(Map<String, String> variables, Path keys, DirectoryMirror... mirrors) throws Exception {
        String[] from = Stream.of(mirrors)
                .flatMap(mirror -> Stream.of("--from", mirror.mirror().url()))
                .toArray(String[]::new);
        machine.freshet(
                variables,
                with(
                        from,
                        "fetch",
                        "--root",
                        keys.resolve("root.json").toString(),
                        "--channel",
                        CHANNEL,
                        "--into",
                        work.resolve("node").toString()));
        assertThat(work.resolve("node/current").resolve(NAME))
                .hasSameBinaryContentAs(work.resolve("source").resolve(NAME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "POSIX", "C.UTF-8"})
    void fetchesInEveryLocale(String locale) throws Exception {
        Path base = Files.createDirectories(work.resolve("base"));
        Map<String, String> variables = locale.isEmpty() ? Map.of() : Map.of("LC_ALL", locale);
        Path keys = publish(variables, "file:" + base);
        try (DirectoryMirror a = new DirectoryMirror(base);
                DirectoryMirror b = new DirectoryMirror(base)) {
            fetch(variables, keys, a, b);
        }
    }

    @Test
    void publishesToABucketThatIsServed() throws Exception {
        try (BucketServer bucket = BucketServer.start(work.resolve("s3"), "acme")) {
            Path keys = publish(bucket.credentials(), "file:" + work.resolve("base"), bucket.url());
            try (DirectoryMirror mirror = new DirectoryMirror(bucket.bucket())) {
                fetch(Map.of(), keys, mirror);
            }
        }
    }

    @Test
    void fetchesOverTlsWithAnEllipticKey() throws Exception {
        Path base = Files.createDirectories(work.resolve("base"));
        Path keys = publish(Map.of(), "file:" + base);
        Path store = certificate();
        try (DirectoryMirror mirror = DirectoryMirror.secure(base, tls(store))) {
            Machine.Run stranger = machine.run(
                    machine.program(),
                    Map.of(),
                    List.of(
                            "fetch",
                            "--from",
                            mirror.mirror().url(),
                            "--root",
                            keys.resolve("root.json").toString(),
                            "--channel",
                            CHANNEL,
                            "--into",
                            work.resolve("other").toString()));
            assertThat(stranger.code()).as(stranger.output()).isEqualTo(4);
            assertThat(stranger.output()).contains("TLS: nobody whom this machine trusts has signed its certificate");
            fetch(
                    Map.of(
                            "FRESHET_JAVA_OPTS",
                            "-Djavax.net.ssl.trustStore=" + store + " -Djavax.net.ssl.trustStorePassword=" + PASSWORD),
                    keys,
                    mirror);
        }
    }

    private Path certificate() throws Exception {
        Path store = work.resolve("certificate.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "mirror",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return store;
    }

    private static SSLContext tls(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        return tls;
    }
}
