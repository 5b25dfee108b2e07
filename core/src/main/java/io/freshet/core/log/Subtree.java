package io.freshet.core.log;

import io.freshet.core.Digest;
import java.io.IOException;

/** Parts of a tree as RFC 6962, section 2.1, splits it. */
final class Subtree {

    private Subtree() {}

    /** The largest power of two below {@code size}, which is at least 2: k of the RFC. */
    static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    /**
     * MTH(D[from:to]), where {@code from} is a multiple of the least power of two that is not below {@code to - from},
     * as all parts that proofs speak of are.
     */
    static Digest root(HashSource hashes, long from, long to) throws IOException, LogException {
        long size = to - from;
        if (size == 0) {
            return LogHash.EMPTY;
        }
        if (Long.bitCount(size) == 1) {
            int height = Long.numberOfTrailingZeros(size);
            return hashes.hash(height, from >> height);
        }
        long middle = from + split(size);
        return LogHash.node(root(hashes, from, middle), root(hashes, middle, to));
    }
}
