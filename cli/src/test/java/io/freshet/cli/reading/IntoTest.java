package io.freshet.cli.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.HttpMirror;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a fetch does with the directory that it is given, and with others that it may read. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class IntoTest {

    @TempDir
    Path directory;

    private Shell shell;
    private HttpMirror mirror;
    private Path node;

    @BeforeEach
    void publish() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL);
        shell.publishTwice();
        mirror = new HttpMirror(shell.repository);
        node = directory.resolve("node");
    }

    @AfterEach
    void stop() {
        mirror.close();
    }

    private Shell.Run fetch(String... more) {
        List<String> arguments = new ArrayList<>(List.of("fetch", "--from", mirror.url(), "--channel", Shell.CHANNEL));
        arguments.addAll(List.of("--root", shell.root.toString(), "--into", node.toString()));
        arguments.addAll(List.of(more));
        return shell.run(arguments.toArray(String[]::new));
    }

    private void assertFetched() throws Exception {
        assertThat(Files.mismatch(node.resolve("current/db/mdbx.dat"), shell.source.resolve("db/mdbx.dat")))
                .isNegative();
    }

    @Test
    void ifEmptyFetchesOnceAndThenAsksNobody() throws Exception {
        JsonNode first = fetch("--if-empty", "--json").ends(ExitCode.OK).json();
        assertThat(first.get("unchanged").booleanValue()).isFalse();
        assertFetched();
        mirror.asked.clear();
        JsonNode again = fetch("--if-empty", "--json").ends(ExitCode.OK).json();
        assertThat(again.get("unchanged").booleanValue()).isTrue();
        assertThat(again.get("version")).isEqualTo(first.get("version"));
        assertThat(fetch("--if-empty").ends(ExitCode.OK).out()).contains("nothing to do");
        assertThat(mirror.asked).isEmpty();
    }

    @Test
    void aDirectoryOfSomebodyElseIsLeftAlone() throws Exception {
        Files.createDirectories(node);
        Files.writeString(node.resolve("mine"), "keep me");
        Shell.Run refused = fetch().ends(ExitCode.LOCAL);
        assertThat(refused.err()).contains(node.toString()).contains("--replace");
        assertThat(node)
                .isDirectoryContaining("glob:**/mine")
                .isDirectoryNotContaining("glob:**/{current,versions,.freshet}");
        assertThat(mirror.asked).isEmpty();
        fetch("--replace").ends(ExitCode.OK);
        assertFetched();
        assertThat(node.resolve("mine")).hasContent("keep me");
    }

    @Test
    void whatLiesInASeedIsNotDownloaded() throws Exception {
        JsonNode cold = fetch("--json").ends(ExitCode.OK).json();
        node = directory.resolve("other");
        // A file is cut as its name says: pages are found again in a file of pages.
        Path seed = Files.createDirectories(directory.resolve("seed/moved"));
        Files.copy(shell.source.resolve("db/mdbx.dat"), seed.resolve("mdbx.dat"));
        byte[] wrong = Files.readAllBytes(shell.source.resolve("tables/2.sst"));
        wrong[5000] ^= 1;
        Files.write(seed.resolve("table"), wrong);
        JsonNode warm = fetch("--seed", directory.resolve("seed").toString(), "--json")
                .ends(ExitCode.OK)
                .json();
        assertFetched();
        assertThat(Files.mismatch(node.resolve("current/tables/2.sst"), shell.source.resolve("tables/2.sst")))
                .isNegative();
        assertThat(cold.get("reused").longValue()).isZero();
        assertThat(warm.get("reused").longValue()).isGreaterThanOrEqualTo(500 * 4096);
        assertThat(warm.get("downloaded").longValue())
                .isPositive()
                .isLessThanOrEqualTo(cold.get("downloaded").longValue() - 500 * 4096);
    }

    @Test
    void whatTheNodeHasMadeIsCarriedAsToldOrSaidToBeLeft() throws Exception {
        fetch().ends(ExitCode.OK);
        String old = node.resolve("current").toRealPath().toString();
        Files.createDirectories(node.resolve("current/validator"));
        Files.writeString(node.resolve("current/validator/state.json"), "signed 7");
        for (int i = 0; i < 12; i++) {
            Files.writeString(node.resolve("current/LOG.%02d".formatted(i)), "noise");
        }
        shell.write("more", Shell.noise(5, 100_000));
        shell.publish(Shell.CHANNEL);
        String said = fetch("--carry", "validator/**").ends(ExitCode.OK).out();
        assertThat(said)
                .contains("carried      validator/state.json")
                .contains("left         12 files that the node made: LOG.00, LOG.01")
                .contains("LOG.09, ...")
                .doesNotContain("LOG.10")
                .contains("they are in " + old + " until that is removed", "--carry PATTERN");
        assertThat(node.resolve("current/validator/state.json")).hasContent("signed 7");
        assertThat(node.resolve("current/LOG.00")).doesNotExist();
        shell.write("more", Shell.noise(6, 100_000));
        shell.publish(Shell.CHANNEL);
        JsonNode json = fetch("--json").ends(ExitCode.OK).json();
        assertThat(json.get("leftFiles").intValue()).isEqualTo(1);
        assertThat(json.get("left").get(0).textValue()).isEqualTo("validator/state.json");
        assertThat(json.get("leftIn").textValue()).startsWith(node.toString());
        Files.writeString(node.resolve("current/LOG"), "noise");
        shell.write("more", Shell.noise(7, 100_000));
        shell.publish(Shell.CHANNEL);
        assertThat(fetch("--keep", "1").ends(ExitCode.OK).out()).contains("removed with the version before");
        assertThat(fetch("--carry", "").ends(ExitCode.USAGE).err()).contains("a pattern has 1 to");
    }

    @Test
    void theVersionInUseIsAlwaysKept() {
        assertThat(fetch("--keep", "0").ends(ExitCode.USAGE).err()).contains("--keep is at least 1");
    }
}
