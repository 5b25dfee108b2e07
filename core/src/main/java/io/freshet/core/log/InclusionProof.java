package io.freshet.core.log;

import io.freshet.core.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * That an entry is in a tree (RFC 6962, section 2.1.1).
 *
 * @param index the entry's, from 0 on
 * @param path the hashes beside the way from its leaf to the root, the leaf's sibling first
 */
public record InclusionProof(long index, List<Digest> path) {

    /** Trees have fewer than 2^63 entries, so that no way to the root is longer. */
    static final int MOST_HASHES = 63;

    public InclusionProof {
        path = List.copyOf(path);
        if (index < 0) {
            throw new IllegalArgumentException("an entry's index is never negative: " + index);
        }
        if (path.size() > MOST_HASHES) {
            throw new IllegalArgumentException("a path has at most " + MOST_HASHES + " hashes, not " + path.size());
        }
    }

    /** The proof of entry {@code index} in the tree of the first {@code size} entries. */
    static InclusionProof of(HashSource hashes, long index, long size) throws IOException, LogException {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of " + size + " entries has no entry " + index);
        }
        List<Digest> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + Subtree.split(to - from);
            if (index < middle) {
                path.add(Subtree.root(hashes, middle, to));
                to = middle;
            } else {
                path.add(Subtree.root(hashes, from, middle));
                from = middle;
            }
        }
        return new InclusionProof(index, path.reversed());
    }

    /** Whether it proves that the entry whose hash {@code leaf} is, is in the tree (RFC 9162, section 2.1.3.2). */
    public boolean holds(Digest leaf, TreeHead head) {
        if (index >= head.size()) {
            return false;
        }
        long first = index;
        long last = head.size() - 1;
        Digest hash = leaf;
        for (Digest beside : path) {
            if (last == 0) {
                return false;
            }
            if ((first & 1) == 1 || first == last) {
                hash = LogHash.node(beside, hash);
                // Levels at which the last node has no sibling add nothing to the path.
                int skipped = Long.numberOfTrailingZeros(first);
                first >>= skipped;
                last >>= skipped;
            } else {
                hash = LogHash.node(hash, beside);
            }
            first >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(head.root());
    }
}
