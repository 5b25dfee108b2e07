package io.freshet.core.index;

import io.freshet.core.FormatException;
import java.io.IOException;
import java.util.List;

/** Gives index blobs from packs, wherever these lie: a bucket, mirrors, a directory. */
@FunctionalInterface
public interface BlobSource {

    /**
     * Reads blobs, in as few requests as makes sense for neighbours, and hands each to its taker. A taker that refuses
     * the bytes may be handed others, from another copy of the pack.
     *
     * @throws FormatException if a taker refused the bytes of every copy
     */
    void read(List<Wanted> blobs) throws IOException;

    /** A blob, and who takes it. */
    record Wanted(BlobPlace place, Taker taker) {}

    /** Takes the plain bytes of a blob. */
    @FunctionalInterface
    interface Taker {

        /**
         * Verifies and keeps what was read.
         *
         * @param plain as many bytes as the place says; the array is the taker's
         * @throws FormatException if these are not the bytes that were wanted
         */
        void take(byte[] plain) throws FormatException;
    }
}
