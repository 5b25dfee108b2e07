package io.freshet.publisher.delta;

import io.freshet.core.Digest;
import java.io.IOException;
import java.nio.file.Path;

/** Is told of every chunk while it passes, in the order of the index, by one thread. */
public interface ChunkNotes {

    /** Nobody wants to know. */
    ChunkNotes IGNORED = new ChunkNotes() {
        @Override
        public void unread(long number) {}

        @Override
        public void known(long number, Passing chunk) {}

        @Override
        public void other(Passing chunk) {}

        @Override
        public boolean stores(Passing chunk) {
            return false;
        }

        @Override
        public long fresh(Passing chunk, Digest id, Path file, long offset, long leaf, boolean isStored) {
            return DeltaPlaces.NONE;
        }
    };

    /**
     * A chunk whose bytes are at hand.
     *
     * @param grain the fixed grain that it is a page of; 0 if it is none
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Passing(byte[] bytes, int at, int length, int grain) {}

    /** The parent has the chunk under that number, and it was not read. */
    void unread(long number) throws IOException;

    /** The parent has the chunk under that number. */
    void known(long number, Passing chunk) throws IOException;

    /** The parent does not have the chunk, but it passed already. */
    void other(Passing chunk) throws IOException;

    /** Whether a chunk that the parent does not have need not be stored by whoever asks: {@link #fresh} sees to it. */
    boolean stores(Passing chunk);

    /**
     * The parent does not have the chunk.
     *
     * @param file of the source, {@code offset} where in it
     * @param leaf number of the leaf that it stands in
     * @param isStored whether it has a place already, so that a delta would be one more
     * @return what {@link DeltaPlaces} will know it by; {@link DeltaPlaces#NONE} if no delta is made of it
     */
    long fresh(Passing chunk, Digest id, Path file, long offset, long leaf, boolean isStored) throws IOException;
}
