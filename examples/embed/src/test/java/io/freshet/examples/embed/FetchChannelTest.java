package io.freshet.examples.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.Freshet;
import io.freshet.demo.DirectoryMirror;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The example does what it says, and is as short as it says. */
class FetchChannelTest {

    private static final int LINES = 20;

    @TempDir
    private Path directory;

    private void freshet(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine line = Freshet.commandLine();
        line.setOut(new PrintWriter(said));
        line.setErr(new PrintWriter(said));
        assertThat(line.execute(arguments)).as(said.toString()).isZero();
    }

    private void publish(Path source, String repository, String keys) {
        freshet("publish", source.toString(), "--to", repository, "--keys", keys, "--channel", "mainnet/full");
    }

    @Test
    void fetchesAChannelAndWhatComesAfterIt() throws Exception {
        Path source = Files.createDirectories(directory.resolve("source"));
        Path base = Files.createDirectories(directory.resolve("base"));
        String repository = "file:" + base;
        String keys = directory.resolve("keys").toString();
        Files.writeString(source.resolve("head"), "block 1");
        freshet("init", "--to", repository, "--keys", keys, "--channel", "mainnet/full");
        publish(source, repository, keys);

        Path home = directory.resolve("node");
        try (DirectoryMirror a = new DirectoryMirror(base);
                DirectoryMirror b = new DirectoryMirror(base)) {
            FetchChannel example = new FetchChannel(
                    a.mirror().url(), b.mirror().url(), Path.of(keys).resolve("root.json"));
            assertThat(example.update("mainnet/full", home).resolve("head")).hasContent("block 1");

            Files.writeString(source.resolve("head"), "block 2");
            publish(source, repository, keys);
            Path tree = example.update("mainnet/full", home);
            assertThat(tree.resolve("head")).hasContent("block 2");
            assertThat(home.resolve("current").toRealPath()).isEqualTo(tree.toRealPath());
        }
    }

    @Test
    void isTwentyLinesLong() throws Exception {
        Path file = Path.of("src/main/java/io/freshet/examples/embed/FetchChannel.java");
        assertThat(Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.matches("(import|package|/\\*\\*).*")))
                .hasSizeLessThanOrEqualTo(LINES);
    }
}
