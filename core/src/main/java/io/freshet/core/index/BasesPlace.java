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
 * @param bases how many bases all of its delta frames together name, each as often as it is named: what readers size their
 *     tables by, so {@link #check} follows
 */
public record BasesPlace(BlobPlace place, Digest digest, int depth, long stored, int bases) {

    /** Most bases that all nodes of a snapshot may name: readers hold a table of them in memory. */
    public static final int MOST_BASES = 1_500_000;

    /** The deepest that a reader accepts. */
    public static final int MAX_DEPTH = 64;

    /** Checks the depth. */
    public BasesPlace {
        if (depth < 1 || depth > MAX_DEPTH || stored < 0 || bases < 1 || bases > MOST_BASES) {
            throw new IllegalArgumentException(bases + " bases of depth " + depth + ", " + stored + " bytes");
        }
    }

    /** Checks that a node that was read here names as many bases as the root says. */
    public void check(BasesNode node) throws FormatException {
        if (node.bases() != bases) {
            throw new FormatException(
                    "bases node " + digest.brief(),
                    "names " + node.bases() + " bases, and the location root says " + bases);
        }
    }

    void write(ByteWriter out) {
        place.write(out);
        out.digest(digest).varint(depth).varint(stored).varint(bases);
    }

    static BasesPlace read(ByteReader in, Digest own) throws FormatException {
        BlobPlace place = BlobPlace.read(in, own, BasesNode.MAX_BYTES);
        Digest digest = in.digest();
        int depth = in.varint("a depth of deltas", 1, MAX_DEPTH);
        long stored = in.varint();
        return new BasesPlace(place, digest, depth, stored, in.varint("a node's bases", 1, MOST_BASES));
    }
}
