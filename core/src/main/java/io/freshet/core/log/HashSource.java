package io.freshet.core.log;

import io.freshet.core.Digest;
import java.io.IOException;

/** Gives the hashes of complete subtrees, of which all others are made. */
interface HashSource {

    /**
     * The Merkle tree hash of the 2^{@code height} entries from {@code index} * 2^{@code height} on, all of which the
     * tree has.
     */
    Digest hash(int height, long index) throws IOException, LogException;
}
