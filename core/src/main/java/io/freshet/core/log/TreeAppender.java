package io.freshet.core.log;

import io.freshet.core.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends entries to a log and gives away the tiles and bundles that come of it: full ones as they fill up, partial ones
 * where {@link #flush()} is called. It reads the right edge alone, and holds no more than that. After a write that failed
 * it is of no more use: resume again.
 */
public final class TreeAppender {

    private final TileSink sink;
    private final RightEdge edge;
    private final List<byte[]> bundle;
    private long flushed;

    private TreeAppender(TileSink sink, RightEdge edge, List<byte[]> bundle) {
        this.sink = sink;
        this.edge = edge;
        this.bundle = bundle;
        this.flushed = edge.size();
    }

    /** Begins a tree. */
    public static TreeAppender begin(TileSink sink) {
        return new TreeAppender(sink, new RightEdge(), new ArrayList<>());
    }

    /**
     * Goes on behind the tree whose head is {@code head}.
     *
     * @throws LogException if the tiles or the last bundle are not that tree's, or are missing
     */
    public static TreeAppender resume(TreeHead head, TileSource source, TileSink sink)
            throws IOException, LogException {
        RightEdge edge = RightEdge.read(head, source);
        int open = (int) (head.size() % TilePath.FULL);
        List<byte[]> bundle = new ArrayList<>();
        if (open > 0) {
            TilePath path = TilePath.at(TilePath.ENTRIES, head.size() / TilePath.FULL, head.size());
            bundle.addAll(TiledTree.bundle(source, path, head, edge::leaf));
        }
        return new TreeAppender(sink, edge, bundle);
    }

    /** Number of entries so far. */
    public long size() {
        return edge.size();
    }

    /** Appends an entry of at most 65,535 bytes. */
    public void append(byte[] entry) throws IOException {
        EntryBundle.requireShort(entry);
        Digest leaf = LogHash.leaf(entry);
        bundle.add(entry.clone());
        if (bundle.size() == TilePath.FULL) {
            sink.write(
                    new TilePath(TilePath.ENTRIES, edge.size() / TilePath.FULL, TilePath.FULL),
                    EntryBundle.encode(bundle));
            bundle.clear();
        }
        edge.add(leaf, sink);
    }

    /**
     * Writes the partial tiles, and the partial bundle, that the tree as it is now has and did not have at the flush
     * before. A checkpoint of the head may be published once all of this is stored, and never earlier.
     */
    public TreeHead flush() throws IOException {
        for (int level = TilePath.ENTRIES; level < TilePath.LEVELS; level++) {
            long hashes = TilePath.hashes(level, size());
            if (hashes % TilePath.FULL != 0 && hashes != TilePath.hashes(level, flushed)) {
                byte[] bytes = level == TilePath.ENTRIES ? EntryBundle.encode(bundle) : edge.tile(level);
                sink.write(TilePath.at(level, hashes / TilePath.FULL, size()), bytes);
            }
        }
        flushed = size();
        return edge.head();
    }
}
