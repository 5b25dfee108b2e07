package io.freshet.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {

    @Test
    void isWrittenAsTheSpecificationDoes() {
        assertThat(new TilePath(0, 1_234_067, 256)).hasToString("tile/0/x001/x234/067");
        assertThat(new TilePath(1, 5, 17)).hasToString("tile/1/005.p/17");
        assertThat(new TilePath(TilePath.ENTRIES, 1000, 256)).hasToString("tile/entries/x001/000");
        assertThat(new TilePath(63, (1L << 55) - 1, 1)).hasToString("tile/63/x036/x028/x797/x018/x963/967.p/1");
    }

    /** Section Partial Tiles: the example of 70,000, and that of 256. */
    @Test
    void aTreeHasTheTilesOfTheSpecification() {
        List<String> tiles = TilePath.tiles(70_000).map(TilePath::toString).toList();
        assertThat(tiles).hasSize(273 + 1 + 1 + 1 + 1);
        assertThat(tiles).contains("tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1");
        assertThat(TilePath.tiles(256)).map(TilePath::toString).containsExactly("tile/0/000", "tile/1/000.p/1");
        assertThat(TilePath.tiles(0)).isEmpty();
        assertThat(TilePath.newBundles(0, 257))
                .map(TilePath::toString)
                .containsExactly("tile/entries/000", "tile/entries/001.p/1");
    }

    @Test
    void theLargestTreeHasTilesOfEightLevels() {
        long most = Long.MAX_VALUE;
        assertThat(TilePath.newTiles(most - 1, most)).map(TilePath::level).containsExactly(0);
        assertThat(TilePath.hashes(7, most)).isEqualTo(127);
        assertThat(TilePath.hashes(8, most)).isZero();
    }

    @Property
    void whatIsNewIsWhatTheLargerTreeHasAndTheSmallerHasNot(
            @ForAll @IntRange(max = 70_000) int one, @ForAll @IntRange(max = 70_000) int other) {
        int from = Math.min(one, other);
        int to = Math.max(one, other);
        Set<TilePath> before = TilePath.tiles(from).collect(Collectors.toSet());
        List<TilePath> expected =
                TilePath.tiles(to).filter(path -> !before.contains(path)).toList();
        assertThat(TilePath.newTiles(from, to)).containsExactlyElementsOf(expected);
        assertThat(Stream.concat(TilePath.tiles(from), TilePath.newTiles(from, to)))
                .containsAll(TilePath.tiles(to).toList());
    }

    @Property
    void isReadAsItWasWritten(
            @ForAll @IntRange(min = -1, max = 63) int level,
            @ForAll @LongRange(max = (1L << 55) - 1) long index,
            @ForAll @IntRange(min = 1, max = 256) int width)
            throws FormatException {
        TilePath path = new TilePath(level, index, width);
        assertThat(TilePath.parse(path.toString())).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/0/x000/001",
                "tile/0/x001/x234/x067",
                "tile/0/001/234",
                "tile/0/x01/234",
                "tile/00/001",
                "tile/64/001",
                "tile/-1/001",
                "tile/data/001",
                "tile/0/001.p/0",
                "tile/0/001.p/256",
                "tile/0/001.p/01",
                "tile/0/001.p/",
                "tile/0/001/",
                "/tile/0/001",
                "tile/0/001\n",
                "tile/0/x036/x028/x797/x018/x963/968",
                "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/x999/999",
                "tile/0/٠٠١"
            })
    void anythingElseIsRefused(String path) {
        assertThatThrownBy(() -> TilePath.parse(path)).isInstanceOf(FormatException.class);
    }
}
