package io.freshet.core.log;

import io.freshet.core.Digest;
import java.security.MessageDigest;

/** The hashes of a log's tree (RFC 6962, section 2.1), by SHA-256. */
public final class LogHash {

    /** The root of the tree of no entries. */
    public static final Digest EMPTY = Digest.of(new byte[0]);

    private LogHash() {}

    /** The leaf hash of an entry. */
    public static Digest leaf(byte[] entry) {
        MessageDigest sha256 = Digest.sha256();
        sha256.update((byte) 0);
        return Digest.of(sha256, entry, 0, entry.length);
    }

    /** The hash of the node above two others. */
    static Digest node(Digest left, Digest right) {
        byte[] both = new byte[1 + 2 * Digest.BYTES];
        both[0] = 1;
        left.copyTo(both, 1);
        right.copyTo(both, 1 + Digest.BYTES);
        return Digest.of(both);
    }
}
