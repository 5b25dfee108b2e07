package io.freshet.core.log;

import io.freshet.core.Digest;

/**
 * What a log's tree is: how many entries, and the hash over all of them (RFC 6962, section 2.1, Merkle Tree Hash).
 *
 * @param size number of entries, below 2^63
 */
public record TreeHead(long size, Digest root) {

    /** The tree of no entries. */
    public static final TreeHead EMPTY = new TreeHead(0, LogHash.EMPTY);

    public TreeHead {
        if (size < 0) {
            throw new IllegalArgumentException("a tree has no " + size + " entries");
        }
        if (size == 0 && !root.equals(LogHash.EMPTY)) {
            throw new IllegalArgumentException("the tree of no entries has the root of none, not " + root);
        }
    }

    @Override
    public String toString() {
        return "size " + size + ", root " + root.brief();
    }
}
