package io.freshet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.ExitCode;
import io.freshet.cli.Freshet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
                .contains("0 differences", "Unreachable", "in quarantine")
                .doesNotContain("DIFFERENT");
        assertThat(out.toString().lines().filter(line -> line.matches("(publish|fetch) night [12] .*/s")))
                .hasSize(4);
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
