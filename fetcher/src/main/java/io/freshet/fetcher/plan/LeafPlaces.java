package io.freshet.fetcher.plan;

import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.LeafVisitor;
import io.freshet.core.index.LocationNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The places of one leaf's chunks, by their numbers, which must rise from call to call. Read when the first is asked for. */
public final class LeafPlaces {

    private final LeafVisitor.Places source;
    private final int[] lengths;
    private LocationNode.@Nullable Leaf leaf;
    private @Nullable ChunkPlaces places;
    private int next;

    /** @param lengths of all chunks of the leaf */
    public LeafPlaces(LeafVisitor.Places source, int[] lengths) {
        this.source = source;
        this.lengths = lengths;
    }

    /** Steps to chunk {@code number}. */
    public ChunkPlaces at(int number) throws IOException {
        if (places == null) {
            leaf = source.get();
            places = new ChunkPlaces(leaf);
        }
        while (next <= number) {
            places.next(lengths[next++]);
        }
        return places;
    }

    /** All rows of the location leaf. */
    public List<FrameRow> rows() throws IOException {
        if (leaf == null) {
            leaf = source.get();
        }
        return leaf.frames();
    }
}
