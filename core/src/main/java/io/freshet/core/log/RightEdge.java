package io.freshet.core.log;

import io.freshet.core.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The hashes of a tree's partial tiles, at most 255 a level: all that its root, and what it can grow to, depend on. So
 * a log of any size is appended to by reading at most 8 tiles.
 */
final class RightEdge {

    private final List<List<Digest>> levels = IntStream.range(0, TilePath.LEVELS)
            .<List<Digest>>mapToObj(level -> new ArrayList<>())
            .toList();
    private long size;

    /** Reads the edge of the tree whose head is {@code head}, and refuses any that has another root. */
    static RightEdge read(TreeHead head, TileSource source) throws IOException, LogException {
        RightEdge edge = new RightEdge();
        edge.size = head.size();
        for (int level = 0; level < TilePath.LEVELS; level++) {
            long hashes = TilePath.hashes(level, head.size());
            if (hashes % TilePath.FULL != 0) {
                Tile tile = Tile.read(source, TilePath.at(level, hashes / TilePath.FULL, head.size()));
                IntStream.range(0, tile.width())
                        .mapToObj(at -> tile.hash(0, at))
                        .forEach(edge.levels.get(level)::add);
            }
        }
        if (!edge.root().equals(head.root())) {
            throw new LogException.WrongTiles("the right edge", head);
        }
        return edge;
    }

    long size() {
        return size;
    }

    TreeHead head() {
        return new TreeHead(size, root());
    }

    /** The bytes of a level's partial tile; it may be empty. */
    byte[] tile(int level) {
        List<Digest> hashes = levels.get(level);
        byte[] bytes = new byte[hashes.size() * Digest.BYTES];
        for (int at = 0; at < hashes.size(); at++) {
            hashes.get(at).copyTo(bytes, at * Digest.BYTES);
        }
        return bytes;
    }

    Digest leaf(int at) {
        return levels.getFirst().get(at);
    }

    /** Appends an entry, and gives away each tile that became full by it. */
    void add(Digest leaf, TileSink sink) throws IOException {
        size++;
        Digest hash = leaf;
        for (int level = 0; ; level++) {
            List<Digest> hashes = levels.get(level);
            hashes.add(hash);
            if (hashes.size() < TilePath.FULL) {
                return;
            }
            TilePath path = new TilePath(level, TilePath.hashes(level, size) / TilePath.FULL - 1, TilePath.FULL);
            byte[] full = tile(level);
            sink.write(path, full);
            hash = Tile.parse(path, full).root();
            hashes.clear();
        }
    }

    /** Its subtrees fall in size from left to right, so that their hashes are folded from the right. */
    private Digest root() {
        List<Digest> subtrees = new ArrayList<>();
        for (List<Digest> hashes : levels.reversed()) {
            for (int from = 0; from < hashes.size(); ) {
                int count = Integer.highestOneBit(hashes.size() - from);
                subtrees.add(perfect(hashes.subList(from, from + count)));
                from += count;
            }
        }
        return subtrees.reversed().stream()
                .reduce((right, left) -> LogHash.node(left, right))
                .orElse(LogHash.EMPTY);
    }

    private static Digest perfect(List<Digest> hashes) {
        int middle = hashes.size() / 2;
        return middle == 0
                ? hashes.getFirst()
                : LogHash.node(perfect(hashes.subList(0, middle)), perfect(hashes.subList(middle, hashes.size())));
    }
}
