package io.freshet.core.index;

import io.freshet.core.Digest;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The Merkle tree hash of RFC 6962, section 2.1, over entries that come one after the other, with a node's level as a
 * domain (format, section 4).
 */
final class MerkleTree {

    private final MessageDigest sha256 = Digest.sha256();
    private final Deque<Digest> subtrees = new ArrayDeque<>();
    private final byte level;
    private long leaves;

    MerkleTree(int level) {
        this.level = (byte) level;
    }

    /** The leaf hash of an entry. */
    Digest leaf(byte[] bytes, int from, int length) {
        sha256.update((byte) 0);
        sha256.update(level);
        return Digest.of(sha256, bytes, from, length);
    }

    /** Appends an entry, by its leaf hash. */
    void add(Digest leaf) {
        Digest subtree = leaf;
        for (long n = leaves; (n & 1) == 1; n >>= 1) {
            subtree = parent(subtrees.pop(), subtree);
        }
        subtrees.push(subtree);
        leaves++;
    }

    /** The root over all entries, of which there must be one; the tree is left empty. */
    Digest root() {
        Iterator<Digest> fromRight = subtrees.iterator();
        Digest root = fromRight.next();
        while (fromRight.hasNext()) {
            root = parent(fromRight.next(), root);
        }
        subtrees.clear();
        leaves = 0;
        return root;
    }

    /** The hash of two subtrees beside each other. */
    Digest parent(Digest left, Digest right) {
        byte[] both = new byte[2 + 2 * Digest.BYTES];
        both[0] = 1;
        both[1] = level;
        left.copyTo(both, 2);
        right.copyTo(both, 2 + Digest.BYTES);
        return Digest.of(sha256, both, 0, both.length);
    }
}
