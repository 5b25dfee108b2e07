package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * That an entry is in a log, for whoever has no network (tlog-proof).
 *
 * @param extra opaque data in base64, which nothing authenticates; empty for none
 */
public record TlogProof(String extra, InclusionProof inclusion, SignedCheckpoint checkpoint) {

    /** Most bytes of {@code extra}, decoded. */
    public static final int MOST_EXTRA_BYTES = 64 << 10;

    /** Most bytes of a proof: its checkpoint's, and room for the rest. */
    public static final int MOST_BYTES = SignedNote.MOST_BYTES + 2 * MOST_EXTRA_BYTES;

    private static final String WHAT = "log proof";
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    public TlogProof {
        if (LogText.unbase64("extra data", extra).length > MOST_EXTRA_BYTES) {
            throw new IllegalArgumentException("extra data has more than " + MOST_EXTRA_BYTES + " bytes");
        }
    }

    /** The proof of entry {@code index} in the tree of {@code checkpoint}, whose tiles are {@code tree}'s. */
    public static TlogProof of(SignedCheckpoint checkpoint, TiledTree tree, long index)
            throws IOException, LogException {
        if (!checkpoint.head().equals(tree.head())) {
            throw new IllegalArgumentException("the checkpoint is of another tree: " + checkpoint.head());
        }
        return new TlogProof("", tree.inclusion(index), checkpoint);
    }

    /** Reads a proof of at most {@link #MOST_BYTES}. */
    public static TlogProof parse(byte[] bytes) throws FormatException {
        Lines lines = new Lines(WHAT, LogText.utf8(WHAT, bytes, MOST_BYTES));
        if (!lines.next("the header").equals(HEADER)) {
            throw lines.error("is not \"" + HEADER + "\"");
        }
        String line = lines.next("the index");
        String extra = "";
        if (line.startsWith(EXTRA)) {
            extra = line.substring(EXTRA.length());
            if (extra.isEmpty()) {
                throw lines.error("no extra data: then there is no such line");
            }
            line = lines.next("the index");
        }
        if (!line.startsWith(INDEX)) {
            throw lines.error("is not \"index N\"");
        }
        String index = line.substring(INDEX.length());
        long number = lines.build(() -> LogText.decimal("the index", index));
        List<Digest> path = path(lines);
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(lines.rest().getBytes(UTF_8));
        String kept = extra;
        return LogText.build(WHAT, () -> new TlogProof(kept, new InclusionProof(number, path), checkpoint));
    }

    private static List<Digest> path(Lines lines) throws FormatException {
        List<Digest> path = new ArrayList<>();
        for (String line = lines.next("a hash"); !line.isEmpty(); line = lines.next("a hash")) {
            if (path.size() == InclusionProof.MOST_HASHES) {
                throw lines.error("has more than " + InclusionProof.MOST_HASHES + " hashes");
            }
            String hash = line;
            path.add(lines.build(() -> LogText.digest("a hash", hash)));
        }
        return path;
    }

    /** The proof as it is stored, with the extension {@code .tlog-proof}. */
    public byte[] encode() {
        StringBuilder proof = new StringBuilder(HEADER).append('\n');
        if (!extra.isEmpty()) {
            proof.append(EXTRA).append(extra).append('\n');
        }
        proof.append(INDEX).append(inclusion.index()).append('\n');
        inclusion
                .path()
                .forEach(hash -> proof.append(LogText.base64(hash.bytes())).append('\n'));
        proof.append('\n').append(new String(checkpoint.encode(), UTF_8));
        return proof.toString().getBytes(UTF_8);
    }

    /**
     * Verifies that {@code entry}, to the byte, is in a log that {@code policy} trusts (section Verifying a tlog proof).
     *
     * @return the checkpoint that it is under
     */
    public VerifiedCheckpoint verify(byte[] entry, LogPolicy policy) throws LogException {
        return including(entry, policy.accept(checkpoint));
    }

    /** The same of a proof that was kept, where not all keys of the policy were known ({@link LogPolicy#acceptKept}). */
    public VerifiedCheckpoint verifyKept(byte[] entry, LogPolicy policy) throws LogException {
        return including(entry, policy.acceptKept(checkpoint));
    }

    private VerifiedCheckpoint including(byte[] entry, VerifiedCheckpoint accepted) throws LogException {
        if (!includes(entry)) {
            throw new LogException.NotIncluded(inclusion.index(), checkpoint);
        }
        return accepted;
    }

    /** Whether {@code entry}, to the byte, is in the tree of the checkpoint, whoever has signed that. */
    public boolean includes(byte[] entry) {
        return inclusion.holds(LogHash.leaf(entry), checkpoint.head());
    }
}
