package io.freshet.fetcher.plan;

import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.LeafVisitor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The places of one leaf's chunks, by their numbers, which must rise from call to call. Read when the first is asked for. */
public final class LeafPlaces {

    private final LeafVisitor.Places source;
    private final int[] lengths;
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
            places = new ChunkPlaces(source.get());
        }
        while (next <= number) {
            places.next(lengths[next++]);
        }
        return places;
    }
}
