package io.freshet.core.log;

import io.freshet.core.Digest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tree that is read from tiles. Every tile is checked against the tree's head before anything is taken from it: the
 * partial ones by the root that they make together, a full one by its hash in the tile above.
 */
public final class TiledTree implements HashSource {

    /** 512 KiB of tiles: a proof needs at most 16. */
    private static final int MOST_KEPT = 64;

    private final TreeHead head;
    private final TileSource source;
    private final Map<TilePath, Tile> edge = new HashMap<>();
    private final Map<TilePath, Tile> checked = new HashMap<>();

    private TiledTree(TreeHead head, TileSource source) {
        this.head = head;
        this.source = source;
    }

    /**
     * The tree whose head is {@code head}: its right edge is read and checked.
     *
     * @throws LogException.WrongTiles if the tiles are another tree's
     */
    public static TiledTree open(TreeHead head, TileSource source) throws IOException, LogException {
        RightEdge edge = RightEdge.read(head, source);
        TiledTree tree = new TiledTree(head, source);
        for (int level = 0; level < TilePath.LEVELS; level++) {
            byte[] tile = edge.tile(level);
            if (tile.length > 0) {
                TilePath path = TilePath.at(level, TilePath.hashes(level, head.size()) / TilePath.FULL, head.size());
                tree.edge.put(path, Tile.parse(path, tile));
            }
        }
        return tree;
    }

    /** The head that all is checked against. */
    public TreeHead head() {
        return head;
    }

    /** The head that the tree had when it had {@code size} entries. */
    public TreeHead headAt(long size) throws IOException, LogException {
        if (size < 0 || size > head.size()) {
            throw new IllegalArgumentException("a tree of " + head.size() + " entries never had " + size);
        }
        return new TreeHead(size, Subtree.root(this, 0, size));
    }

    /** The proof of an entry in this tree. */
    public InclusionProof inclusion(long index) throws IOException, LogException {
        return InclusionProof.of(this, index, head.size());
    }

    /** The proof that the first {@code earlier} entries are the beginning of this tree. */
    public ConsistencyProof consistency(long earlier) throws IOException, LogException {
        return ConsistencyProof.of(this, earlier, head.size());
    }

    /** The entries of bundle {@code index}, from entry {@code index} * 256 on, each checked by its leaf hash. */
    public List<byte[]> entries(long index) throws IOException, LogException {
        Tile leaves = tile(0, index);
        TilePath path = TilePath.at(TilePath.ENTRIES, index, head.size());
        return bundle(source, path, head, at -> leaves.hash(0, at));
    }

    @Override
    public Digest hash(int height, long index) throws IOException, LogException {
        int level = height / 8;
        int within = height % 8;
        long first = index << within;
        return tile(level, first / TilePath.FULL).hash(within, (int) (first % TilePath.FULL) >> within);
    }

    private Tile tile(int level, long index) throws IOException, LogException {
        TilePath path = TilePath.at(level, index, head.size());
        Tile known = path.isFull() ? checked.get(path) : edge.get(path);
        if (known != null) {
            return known;
        }
        // A full tile is never the last of its way up: the level above has its hash.
        Digest expected = tile(level + 1, index / TilePath.FULL).hash(0, (int) (index % TilePath.FULL));
        Tile tile = Tile.read(source, path);
        if (!tile.root().equals(expected)) {
            throw new LogException.WrongTiles(path.toString(), head);
        }
        if (checked.size() == MOST_KEPT) {
            checked.clear();
        }
        checked.put(path, tile);
        return tile;
    }

    /** The leaf hash of an entry of a bundle that a tile has. */
    interface Leaves {
        Digest leaf(int at);
    }

    static List<byte[]> bundle(TileSource source, TilePath path, TreeHead head, Leaves leaves)
            throws IOException, LogException {
        Optional<byte[]> bytes = source.read(path);
        TilePath found = path;
        if (bytes.isEmpty() && !path.isFull()) {
            found = path.full();
            bytes = source.read(found);
        }
        byte[] present = bytes.orElseThrow(() -> new LogException.Missing(path));
        List<byte[]> entries = EntryBundle.parse(present, found.width()).subList(0, path.width());
        for (int at = 0; at < entries.size(); at++) {
            if (!LogHash.leaf(entries.get(at)).equals(leaves.leaf(at))) {
                throw new LogException.WrongTiles(path + ", entry " + at, head);
            }
        }
        return entries;
    }
}
