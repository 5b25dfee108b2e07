package io.freshet.core.chunk;

import io.freshet.core.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The 256 numbers that content-defined cuts depend on; derived from a profile's seed alone. Immutable. */
public final class Gear {

    private static final byte[] DOMAIN = "freshet gear v1".getBytes(StandardCharsets.US_ASCII);

    private final long[] table = new long[256];

    /** Number v is the first eight bytes, little-endian, of SHA-256("freshet gear v1" ‖ seed ‖ v). */
    Gear(byte[] seed) {
        MessageDigest sha256 = Digest.sha256();
        for (int v = 0; v < table.length; v++) {
            sha256.update(DOMAIN);
            sha256.update(seed);
            sha256.update((byte) v);
            table[v] = Digest.finish(sha256).word(0);
        }
    }

    /** The table itself, which nobody may change. */
    long[] table() {
        return table;
    }
}
