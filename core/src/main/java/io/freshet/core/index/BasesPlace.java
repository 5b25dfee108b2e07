package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;

/**
 * Where a {@link BasesNode} lies, and what it costs who needs it.
 *
 * @param digest SHA-256 of its plain bytes
 * @param depth how many delta frames it takes, one after the other, to make what its delta frames hold out of plain frames:
 *     1 to {@link #MAX_DEPTH}
 * @param stored bytes of its delta frames in their packs
 */
public record BasesPlace(BlobPlace place, Digest digest, int depth, long stored) {

    /** The deepest that a reader accepts. */
    public static final int MAX_DEPTH = 64;

    /** Checks the depth. */
    public BasesPlace {
        if (depth < 1 || depth > MAX_DEPTH || stored < 0) {
            throw new IllegalArgumentException("bases of depth " + depth + ", " + stored + " bytes");
        }
    }

    void write(ByteWriter out) {
        place.write(out);
        out.digest(digest).varint(depth).varint(stored);
    }

    static BasesPlace read(ByteReader in, Digest own) throws FormatException {
        BlobPlace place = BlobPlace.read(in, own, BasesNode.MAX_BYTES);
        Digest digest = in.digest();
        int depth = in.varint("a depth of deltas", 1, MAX_DEPTH);
        return new BasesPlace(place, digest, depth, in.varint());
    }
}
