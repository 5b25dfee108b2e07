package io.freshet.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryBundleTest {

    @Test
    void isEntriesBehindTheirLengths() throws Exception {
        byte[] bytes = HexFormat.of().parseHex("0002" + "abcd" + "0000" + "0001" + "07");
        List<byte[]> entries = List.of(new byte[] {(byte) 0xab, (byte) 0xcd}, new byte[0], new byte[] {7});
        assertThat(EntryBundle.encode(entries)).isEqualTo(bytes);
        assertThat(EntryBundle.parse(bytes, 3)).containsExactlyElementsOf(entries);
    }

    @Test
    void holdsTheLargest() throws Exception {
        List<byte[]> entries = Collections.nCopies(256, new byte[65_535]);
        byte[] bytes = EntryBundle.encode(entries);
        assertThat(bytes).hasSize(new TilePath(TilePath.ENTRIES, 0, 256).mostBytes());
        assertThat(EntryBundle.parse(bytes, 256)).containsExactlyElementsOf(entries);
        assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryBundle.encode(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntryBundle.encode(Collections.nCopies(257, new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, 'ends too early, in entry 0 (at byte 0)'",
        "00, 1, 'ends too early, in entry 0 (at byte 0)'",
        "0001, 1, 'ends too early, in entry 0 (at byte 0)'",
        "000107, 2, 'ends too early, in entry 1 (at byte 3)'",
        "ffff07, 1, 'ends too early, in entry 0 (at byte 0)'",
        "000107000108, 1, '3 bytes too many (at byte 3), after 1 entries'"
    })
    void anythingElseIsRefused(String hex, int width, String why) {
        assertThatThrownBy(() -> EntryBundle.parse(HexFormat.of().parseHex(hex), width))
                .isInstanceOf(FormatException.class)
                .hasMessage("entry bundle: " + why);
    }
}
