package io.freshet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.ExitCode;
import io.freshet.cli.Freshet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = Freshet.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }

    @Test
    void aSmallDemoEndsWellAndLeavesNothing() throws IOException {
        int code = run("demo", "--size", "48M", "--in", directory.toString());
        assertThat(code).as(out + "\n" + err).isEqualTo(ExitCode.OK.code());
        assertThat(out.toString())
                .contains("0 differences", "wrong bytes", "instead", "set aside", "dies in the middle", "bits flip")
                .containsPattern("(no connection|connection broke) \\(\\d+x\\)")
                .doesNotContain("DIFFERENT");
        assertThat(out.toString().lines().map(line -> line.strip().split("\\s+")))
                .anySatisfy(head -> assertThat(head)
                        .containsExactly(
                                "data",
                                "read",
                                "new",
                                "uploaded",
                                "transferred",
                                "requests",
                                "dedupe",
                                "time",
                                "rate"));
        assertThat(out.toString().lines().filter(line -> line.matches("(publish|fetch) night [12] .*/s")))
                .hasSize(4);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aDifferenceIsSeenAndIsTheExitCode() {
        int code = run("demo", "--size", "16M", "--in", directory.toString(), "--spoil");
        assertThat(code).as(out + "\n" + err).isEqualTo(ExitCode.DIFFERENT.code());
        assertThat(out.toString())
                .contains("DIFFERENT: night 2: db/mdbx.dat differs at byte 0", "The demo failed.")
                .doesNotContain("0 differences");
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void afterControlCNothingIsLeft() throws IOException, InterruptedException {
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.freshet.cli.Freshet",
                        "demo",
                        "--size",
                        "400M",
                        "--in",
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = demo.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.contains("publishing night 1")) {
                    new ProcessBuilder("kill", "-INT", Long.toString(demo.pid()))
                            .start()
                            .waitFor();
                }
            }
        } finally {
            demo.destroyForcibly();
        }
        assertThat(demo.waitFor()).as(said.toString()).isEqualTo(ExitCode.INTERRUPTED.code());
        assertThat(said).noneMatch(line -> line.contains("Exception")).noneMatch(line -> line.contains("differences"));
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aDemoThatDoesNotFitSaysSoAtOnce() {
        assertThat(run("demo", "--size", "900T", "--in", directory.toString())).isEqualTo(ExitCode.LOCAL.code());
        assertThat(err.toString()).contains("--in DIR");
    }
}
