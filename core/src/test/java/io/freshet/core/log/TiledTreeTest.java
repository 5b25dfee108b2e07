package io.freshet.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Tiles as they are written, and read back: against a tree that is computed as the RFC defines it. */
class TiledTreeTest {

    private static final int MOST = 1000;
    private static final NaiveTree TREE = NaiveTree.of(Entries.first(MOST));

    @Test
    void everySizeHasItsOwnTilesAndNoOthers() throws Exception {
        MemoryTiles tiles = new MemoryTiles();
        TreeAppender appender = TreeAppender.resume(TreeHead.EMPTY, tiles, tiles);
        assertThat(appender.flush()).isEqualTo(TreeHead.EMPTY);
        for (int size = 1; size <= MOST; size++) {
            tiles.writes.clear();
            appender.append(Entries.entry(size - 1));
            assertThat(appender.flush()).isEqualTo(TREE.head(size));
            assertThat(tiles.writes)
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(TilePath.newTiles(size - 1, size), TilePath.newBundles(size - 1, size))
                                    .map(TilePath::toString)
                                    .toList());
        }
        for (int size = 1; size <= MOST; size++) {
            assertTiles(TREE, tiles, size);
        }
        // Every width of the first partial tiles, and the full ones.
        assertThat(tiles.objects.keySet())
                .filteredOn(path -> path.startsWith("tile/0/000"))
                .hasSize(256);
    }

    /** The definition: MTH(D[(n * 256 + i) * 256**l : (n * 256 + i + 1) * 256**l]). */
    private static void assertTiles(NaiveTree tree, MemoryTiles tiles, int size) {
        TilePath.tiles(size).forEach(path -> {
            byte[] bytes = tiles.objects.get(path.toString());
            assertThat(bytes).hasSize(path.width() * 32);
            // Full tiles were compared at the size that made them.
            if (!path.isFull() || size % 256 == 0) {
                for (int i = 0; i < path.width(); i++) {
                    Digest expected = tree.hash(8 * path.level(), path.index() * 256 + i);
                    assertThat(Digest.at(bytes, i * 32)).isEqualTo(expected);
                }
            }
        });
    }

    @Property(tries = 200)
    void proofsComeOutOfTiles(@ForAll @IntRange(min = 1, max = MOST) int size, @ForAll int one, @ForAll int other)
            throws Exception {
        MemoryTiles tiles = new MemoryTiles();
        TreeHead head = write(tiles, 0, size);
        TiledTree tree = TiledTree.open(head, tiles);
        int index = Math.floorMod(one, size);
        int earlier = Math.floorMod(other, size + 1);
        assertThat(tree.inclusion(index).path()).isEqualTo(TREE.path(index, 0, size));
        assertThat(tree.consistency(earlier).path()).isEqualTo(TREE.proof(earlier, size));
        assertThat(tree.headAt(earlier)).isEqualTo(TREE.head(earlier));
        assertThat(tree.entries(index / 256).get(index % 256)).isEqualTo(Entries.entry(index));
    }

    @Property(tries = 100)
    void anotherRunGoesOnWhereOneEnded(@ForAll @IntRange(max = MOST) int one, @ForAll @IntRange(max = MOST) int other)
            throws Exception {
        MemoryTiles tiles = new MemoryTiles();
        int middle = Math.min(one, other);
        int end = Math.max(one, other);
        write(tiles, 0, middle);
        write(tiles, middle, end);
        assertTiles(TREE, tiles, end);
        TilePath.newBundles(0, end).forEach(path -> assertThat(tiles.objects).containsKey(path.toString()));
    }

    private static TreeHead write(MemoryTiles tiles, int from, int to) throws Exception {
        TreeAppender appender = TreeAppender.resume(TREE.head(from), tiles, tiles);
        for (int index = from; index < to; index++) {
            appender.append(Entries.entry(index));
        }
        return appender.flush();
    }

    @Test
    void aThirdLevelBeginsAt65536() throws Exception {
        List<byte[]> entries = Entries.first(65_536 + 257);
        NaiveTree naive = NaiveTree.of(entries);
        MemoryTiles tiles = new MemoryTiles();
        TreeAppender appender = TreeAppender.resume(TreeHead.EMPTY, tiles, tiles);
        for (int size = 1; size <= entries.size(); size++) {
            appender.append(entries.get(size - 1));
            if (size >= 65_535 && (size - 65_536) % 64 < 2) {
                assertThat(appender.flush()).isEqualTo(naive.head(size));
                assertTiles(naive, tiles, size);
                TiledTree tree = TiledTree.open(naive.head(size), tiles);
                for (int index : new int[] {0, 255, 256, 40_000, 65_534, size - 1}) {
                    assertThat(tree.inclusion(index).path()).isEqualTo(naive.path(index, 0, size));
                    assertThat(tree.consistency(index).path()).isEqualTo(naive.proof(index, size));
                }
            }
        }
    }

    /** All entries are equal, so that any tile of any size can be told without having them. */
    @Test
    void aLogOfTenMillionIsAppendedToByItsRightEdgeAlone() throws Exception {
        long size = 10_000_000;
        Digest[] levels = new Digest[63];
        levels[0] = LogHash.leaf(new byte[] {7});
        for (int height = 1; height < levels.length; height++) {
            levels[height] = LogHash.node(levels[height - 1], levels[height - 1]);
        }
        TreeHead head = new TreeHead(size, Subtree.root((height, index) -> levels[height], 0, size));
        MemoryTiles reads = new MemoryTiles();
        TileSource source = path -> {
            reads.reads.add(path.toString());
            return Optional.of(
                    path.level() == TilePath.ENTRIES
                            ? EntryBundle.encode(IntStream.range(0, path.width())
                                    .mapToObj(i -> new byte[] {7})
                                    .toList())
                            : tile(levels[8 * path.level()], path.width()));
        };

        TreeAppender appender = TreeAppender.resume(head, source, new MemoryTiles());
        assertThat(reads.reads)
                .containsExactly(
                        "tile/0/x039/062.p/128", "tile/1/152.p/150", "tile/2/000.p/152", "tile/entries/x039/062.p/128");
        appender.append(new byte[] {7});
        TreeHead grown = appender.flush();
        assertThat(grown)
                .isEqualTo(new TreeHead(size + 1, Subtree.root((height, index) -> levels[height], 0, size + 1)));

        reads.reads.clear();
        TiledTree tree = TiledTree.open(grown, source);
        assertThat(tree.consistency(size).check(head, grown)).isEqualTo(ConsistencyProof.Outcome.HOLDS);
        assertThat(tree.inclusion(5_000_000).holds(levels[0], grown)).isTrue();
        // The edge, and below it one tile a level for each of the two.
        assertThat(reads.reads).hasSizeLessThanOrEqualTo(3 + 2 * 2);
    }

    private static byte[] tile(Digest hash, int width) {
        byte[] bytes = new byte[width * 32];
        for (int i = 0; i < width; i++) {
            hash.copyTo(bytes, i * 32);
        }
        return bytes;
    }

    @Test
    void aFullTileStandsInForAPartialOneThatHasGone() throws Exception {
        MemoryTiles tiles = new MemoryTiles();
        write(tiles, 0, 300);
        tiles.objects.keySet().removeIf(path -> path.contains(".p/") && path.contains("/000"));
        // The tile of level 1 is still partial, and of 256 its hash is that of the only full one.
        assertThat(TiledTree.open(TREE.head(200), tiles).headAt(100)).isEqualTo(TREE.head(100));
        assertThat(TiledTree.open(TREE.head(200), tiles).entries(0)).hasSize(200);
        assertThatThrownBy(() -> TiledTree.open(TREE.head(256), tiles)).isInstanceOf(LogException.Missing.class);
    }

    @Test
    void tilesAreNotTrusted() throws Exception {
        MemoryTiles tiles = new MemoryTiles();
        TreeHead head = write(tiles, 0, 700);
        for (String path : List.copyOf(tiles.objects.keySet())) {
            byte[] good = tiles.objects.get(path);
            byte[] bad = good.clone();
            bad[bad.length - 1] ^= 1;
            tiles.objects.put(path, bad);
            assertThatThrownBy(() -> readAll(head, tiles)).as(path).isInstanceOf(LogException.WrongTiles.class);
            tiles.objects.put(
                    path, List.of(new byte[good.length - 1], new byte[0]).get(path.length() % 2));
            assertThatThrownBy(() -> readAll(head, tiles)).as(path).isInstanceOf(FormatException.class);
            tiles.objects.remove(path);
            assertThatThrownBy(() -> readAll(head, tiles)).as(path).isInstanceOf(LogException.Missing.class);
            tiles.objects.put(path, good);
        }
        readAll(head, tiles);
    }

    private static void readAll(TreeHead head, MemoryTiles tiles) throws Exception {
        TiledTree tree = TiledTree.open(head, tiles);
        for (int bundle = 0; bundle * 256L < head.size(); bundle++) {
            assertThat(tree.entries(bundle)).isNotEmpty();
        }
    }

    @Test
    void nothingIsAppendedToAnotherTree() throws Exception {
        MemoryTiles tiles = new MemoryTiles();
        TreeHead head = write(tiles, 0, 10);
        assertThatThrownBy(
                        () -> TreeAppender.resume(new TreeHead(10, TREE.head(9).root()), tiles, tiles))
                .isInstanceOf(LogException.WrongTiles.class);
        tiles.objects.put(
                "tile/entries/000.p/10", EntryBundle.encode(Entries.first(11).subList(1, 11)));
        assertThatThrownBy(() -> TreeAppender.resume(head, tiles, tiles)).isInstanceOf(LogException.WrongTiles.class);
    }

    @Test
    void anEntryHasAtMost65535Bytes() throws Exception {
        MemoryTiles tiles = new MemoryTiles();
        TreeAppender appender = TreeAppender.resume(TreeHead.EMPTY, tiles, tiles);
        assertThatThrownBy(() -> appender.append(new byte[65_536])).isInstanceOf(IllegalArgumentException.class);
        appender.append(new byte[65_535]);
        appender.append(new byte[0]);
        TiledTree tree = TiledTree.open(appender.flush(), tiles);
        assertThat(tree.entries(0)).containsExactly(new byte[65_535], new byte[0]);
    }
}
