package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a fetch that somebody stops, in a process of its own. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FetchSignalTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aFetchThatIsStoppedSaysHowToGoOn(String signal, int code) throws Exception {
        try (ServerSocket mirror = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Process fetch = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Freshet.class.getName(),
                            "fetch",
                            "--from",
                            "http://127.0.0.1:" + mirror.getLocalPort() + "/base",
                            "--root-sha256",
                            "0".repeat(64),
                            "--channel",
                            "a/b",
                            "--into",
                            directory.toString())
                    .redirectErrorStream(true)
                    .start();
            // It has asked, and waits for an answer; or it has failed, which this need not wait for.
            mirror.setSoTimeout(60_000);
            mirror.accept();
            new ProcessBuilder(List.of("kill", "-" + signal, Long.toString(fetch.pid())))
                    .start()
                    .waitFor();
            String said = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said).isEqualTo("freshet: stopped; run the same command again to go on from here\n");
            assertThat(fetch.waitFor()).isEqualTo(code);
            assertThat(ExitCode.table().get("130")).contains(code == 130 ? "Ctrl-C" : "by SIGTERM it is " + code);
        }
    }
}
