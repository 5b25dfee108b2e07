package io.freshet.cli.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.HttpMirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code freshet publish} has written, read over HTTP by TUF clients: our own plain one, and others'. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class TufClientsTest {

    private static final String POINTER = "channels/mainnet/archive.json";

    @TempDir
    Path directory;

    private Shell shell;
    private HttpMirror mirror;
    private Path work;

    @BeforeEach
    void publish() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL);
        shell.publishTwice();
        mirror = new HttpMirror(shell.repository);
        work = Files.createDirectories(directory.resolve("work"));
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    @Test
    void ourPlainClientAsksOnceForEachThing() throws Exception {
        tuf("init", shell.root.toString()).ends(ExitCode.OK);
        download(POINTER).ends(ExitCode.OK);
        List<String> first = List.copyOf(mirror.asked);
        download(POINTER).ends(ExitCode.OK);
        List<String> second = mirror.asked.subList(first.size(), mirror.asked.size());

        assertThat(first.subList(0, 5))
                .containsExactly(
                        "metadata/2.root.json",
                        "metadata/timestamp.json",
                        "metadata/3.snapshot.json",
                        "metadata/1.targets.json",
                        "metadata/3.channel.mainnet.archive.json");
        assertThat(first).hasSize(6).last().asString().startsWith("targets/channels/mainnet/");
        assertThat(second).containsExactly("metadata/2.root.json", "metadata/timestamp.json");
        assertThat(work.resolve("channels%2Fmainnet%2Farchive.json")).hasBinaryContent(pointer());
        assertThat(work.resolve("trusted/timestamp.json"))
                .hasSameBinaryContentAs(shell.repository.resolve("metadata/timestamp.json"));
    }

    @Test
    void ourPlainClientEndsWithZeroOrOne() throws Exception {
        assertThat(shell.run("tuf", "--metadata-dir", "x", "refresh").code()).isEqualTo(1);
        assertThat(shell.run("tuf", "refresh", "--no-such-option").code()).isEqualTo(1);
        assertThat(tuf("init", directory.resolve("none").toString()).code()).isEqualTo(1);
        assertThat(tuf("refresh").err()).contains("there is no trusted root yet");
        tuf("init", shell.root.toString()).ends(ExitCode.OK);
        assertThat(tuf("init", shell.root.toString()).err()).contains("is there already");
        assertThat(download(POINTER, "no/such").code()).isEqualTo(1);
        assertThat(work.resolve("channels%2Fmainnet%2Farchive.json")).exists();
        tuf("refresh").ends(ExitCode.OK);
    }

    /** A target that was changed after it was downloaded is downloaded anew; one that a mirror has changed is not taken. */
    @Test
    void ourPlainClientTakesNoChangedTarget() throws Exception {
        tuf("init", shell.root.toString()).ends(ExitCode.OK);
        download(POINTER).ends(ExitCode.OK);
        Path mine = work.resolve("channels%2Fmainnet%2Farchive.json");
        Files.writeString(mine, "changed");
        download(POINTER).ends(ExitCode.OK);
        assertThat(mine).hasBinaryContent(pointer());

        Files.delete(mine);
        Files.writeString(pointerObject(), "forged");
        assertThat(download(POINTER).code()).isEqualTo(1);
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left).containsExactly(work.resolve("trusted"));
        }
    }

    @Test
    void tufJs() throws Exception {
        String modules =
                tool("FRESHET_TEST_TUF_JS", "a node_modules directory with tuf-js 5 (npm install tuf-js@5.0.1)");
        Path script = Path.of(Objects.requireNonNull(TufClientsTest.class.getResource("read_repository.js"))
                .toURI());

        run(
                Map.of("NODE_PATH", modules),
                "node",
                script.toString(),
                mirror.url(),
                shell.root.toString(),
                work.toString(),
                POINTER);
        assertThat(directory.resolve("output")).hasBinaryContent(pointer());
    }

    @Test
    void goTuf() throws Exception {
        String client = tool(
                "FRESHET_TEST_GO_TUF",
                "go-tuf's tuf-client (go install"
                        + " github.com/theupdateframework/go-tuf/v2/examples/cli/tuf-client@v2.4.2)");
        Files.copy(shell.root, work.resolve("root.json"));

        run(Map.of(), client, "init", "-u", mirror.url() + "/metadata", "-f", "root.json");
        run(Map.of(), client, "get", "-u", mirror.url() + "/metadata", "-t", mirror.url() + "/targets", POINTER);
        try (Stream<Path> files = Files.walk(work)) {
            Path got = files.filter(file -> file.getFileName().toString().endsWith("archive.json"))
                    .filter(file -> !file.getFileName().toString().startsWith("channel."))
                    .findFirst()
                    .orElseThrow();
            assertThat(got).hasBinaryContent(pointer());
        }
    }

    private Shell.Run tuf(String... arguments) {
        return shell.run(Stream.concat(
                        Stream.of(
                                "tuf",
                                "--metadata-dir",
                                work.resolve("trusted").toString(),
                                "--metadata-url",
                                mirror.url() + "/metadata"),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    private Shell.Run download(String... targets) {
        Stream<String> names = Stream.of(targets).flatMap(name -> Stream.of("--target-name", name));
        return tuf(Stream.concat(
                        Stream.concat(
                                Stream.of(
                                        "--target-base-url",
                                        mirror.url() + "/targets",
                                        "--target-dir",
                                        work.toString()),
                                names),
                        Stream.of("download"))
                .toArray(String[]::new));
    }

    private byte[] pointer() throws IOException {
        return Files.readAllBytes(pointerObject());
    }

    /** Of the two pointers the one that the channel's document names. */
    private Path pointerObject() throws IOException {
        String document = Files.readString(shell.repository.resolve("metadata/3.channel.mainnet.archive.json"));
        try (Stream<Path> files = Files.list(shell.repository.resolve("targets/channels/mainnet"))) {
            return files.filter(file ->
                            document.contains(file.getFileName().toString().substring(0, 64)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String tool(String variable, String what) {
        String value = System.getenv(variable);
        assumeTrue(value != null, variable + " does not name " + what);
        return value;
    }

    private void run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectOutput(directory.resolve("output").toFile())
                .redirectError(directory.resolve("errors").toFile());
        process.environment().putAll(environment);
        Process running = process.start();
        boolean ended = running.waitFor(60, TimeUnit.SECONDS);
        running.destroyForcibly();
        assertThat(ended && running.exitValue() == 0)
                .as(Files.readString(directory.resolve("errors")) + Files.readString(directory.resolve("output")))
                .isTrue();
    }
}
