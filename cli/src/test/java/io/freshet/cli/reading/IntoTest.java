package io.freshet.cli.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
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
        List<String> arguments =
                new ArrayList<>(List.of("fetch", "--from", mirror.url(), "--channel", Shell.CHANNEL));
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
        Path seed = Files.createDirectories(directory.resolve("seed/renamed"));
        Files.copy(shell.source.resolve("db/mdbx.dat"), seed.resolve("data"));
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
    void theVersionInUseIsAlwaysKept() {
        assertThat(fetch("--keep", "0").ends(ExitCode.USAGE).err()).contains("--keep is at least 1");
    }
}
