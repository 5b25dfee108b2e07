package io.freshet.reader.diff;

import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.Item;
import java.io.IOException;

/**
 * Takes the chunks that a comparison meets: whoever estimates what an update costs. What neither {@link #has} nor
 * {@link #needs} is told of, both snapshots have at the same place.
 */
public interface ChunkUse {

    /** Nobody wants to know. */
    ChunkUse IGNORED = new ChunkUse() {
        @Override
        public boolean wantsPlaces() {
            return false;
        }

        @Override
        public void has(Item.Chunk chunk) {}

        @Override
        public void needs(Item.Chunk chunk, ChunkPlaces at) {}
    };

    /** Whether it matters where chunks lie: only then {@link #needs} is called. */
    default boolean wantsPlaces() {
        return true;
    }

    /** A chunk that the old snapshot has where the new one has another. */
    void has(Item.Chunk chunk) throws IOException;

    /**
     * A chunk that the new snapshot has where the old one has another; the old one may have it elsewhere.
     *
     * @param at where it lies, and where once more
     */
    void needs(Item.Chunk chunk, ChunkPlaces at) throws IOException;
}
