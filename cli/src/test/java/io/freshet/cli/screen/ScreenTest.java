package io.freshet.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ScreenTest {

    private static final Status STATUS = new Status(
            "fetch",
            410_000_000,
            1_000_000_000,
            "400 MB downloaded, 10 MB reused",
            Collections.nCopies(5, "https://a-mirror.example/with/a/long/path  120 MB in 14 requests; 1 Unreachable"));

    @Test
    void aWideTerminalHasItAll() {
        List<String> lines = Screen.lines(STATUS, 120e6, new Terminal.Size(132, 40));
        assertThat(lines).hasSize(6);
        assertThat(lines.getFirst())
                .isEqualTo("fetch  [#########---------------]   41.0%  410 MB of 1.00 GB  120 MB/s  4.9s left"
                        + "  400 MB downloaded, 10 MB reused");
        assertThat(lines.get(1)).endsWith("14 requests; 1 Unreachable");
    }

    @Test
    void aNarrowOneHasNoBarAndSaysThatMoreIsCutOff() {
        List<String> lines = Screen.lines(STATUS, 120e6, new Terminal.Size(50, 40));
        assertThat(lines.getFirst()).isEqualTo("fetch   41.0%  410 MB of 1.00 GB  120 MB/s  4....");
        assertThat(lines.get(1)).hasSize(49).endsWith("...");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 50, 80, 200})
    void nothingIsEverWrapped(int columns) {
        assertThat(Screen.lines(STATUS, 120e6, new Terminal.Size(columns, 40)))
                .allMatch(line -> line.length() < Math.max(columns, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingIsEverScrolledAway(int rows) {
        List<String> lines = Screen.lines(STATUS, 120e6, new Terminal.Size(132, rows));
        assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(1, rows - 1));
    }

    @Test
    void mirrorsThatFindNoRoomAreCounted() {
        assertThat(Screen.lines(STATUS, 120e6, new Terminal.Size(132, 5)))
                .hasSize(4)
                .last()
                .isEqualTo("  and 3 more");
    }

    @Test
    void aTerminalIsLeftClean() throws Exception {
        StringWriter text = new StringWriter();
        CountDownLatch asked = new CountDownLatch(2);
        try (Screen _ = Screen.on(new PrintWriter(text), () -> new Terminal.Size(80, 24), () -> {
            asked.countDown();
            return STATUS;
        })) {
            asked.await();
        }
        assertThat(text.toString()).endsWith("\u001b[6A\r\u001b[J");
    }

    @Test
    void whatIsNoTerminalGetsNoEscapes() {
        StringWriter text = new StringWriter();
        Screen.plain(new PrintWriter(text), () -> STATUS).close();
        Screen.none().close();
        assertThat(text.toString()).doesNotContain("\u001b");
    }
}
