package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.testing.Cli;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet publish --trust-times}, of a directory that has lain there for a while: this Java's own. */
class PublishTimesTest {

    private static final String SOURCE =
            Path.of(System.getProperty("java.home"), "conf").toString();

    @TempDir
    Path directory;

    @BeforeEach
    void init() throws IOException {
        Cli.report("init", "--to", to(), "--keys", keys(), "--channel", "mainnet/full");
    }

    @Test
    void whatDidNotChangeIsNotReadAndTheReportSaysSo() throws Exception {
        JsonNode first =
                new ObjectMapper().readTree(publish("--trust-times", "--json").out());
        assertThat(first.get("unreadFiles").asLong()).isZero();
        assertThat(first.get("released").asBoolean()).isTrue();
        JsonNode second =
                new ObjectMapper().readTree(publish("--trust-times", "--json").out());
        assertThat(second.get("unreadFiles").asLong()).isPositive();
        assertThat(second.get("unreadBytes")).isEqualTo(second.get("bytes"));
        assertThat(second.get("released").asBoolean()).isFalse();
        assertThat(second.get("components")).isEqualTo(first.get("components"));
        Cli.Run third = publish("--trust-times");
        assertThat(third.out()).contains("\nread         0 B in ").contains("\nnot read     ");
        assertThat(third.err()).doesNotContain("--trust-times");
    }

    @Test
    void everythingIsReadUnlessAskedFor() throws Exception {
        publish("--trust-times");
        Cli.Run full = publish();
        assertThat(full.out()).doesNotContain("\nnot read ").doesNotContain("\nread         0 B");
    }

    @Test
    void itIsSaidWhyEverythingWasRead() throws Exception {
        publish();
        Cli.Run first = publish("--trust-times");
        assertThat(first.code()).isZero();
        assertThat(first.err()).contains("freshet: --trust-times: every file is read: no times of this source");
    }

    private Cli.Run publish(String... more) {
        List<String> arguments = new ArrayList<>(List.of("publish", SOURCE, "--to", to(), "--keys", keys()));
        arguments.addAll(List.of(
                "--channel",
                "mainnet/full",
                "--state",
                directory.resolve("state").toString()));
        arguments.addAll(List.of(more));
        Cli.Run run = Cli.run(arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private String to() {
        return "file:" + directory.resolve("repository");
    }

    private String keys() {
        return directory.resolve("keys").toString();
    }
}
