package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a witness is asked: to cosign a checkpoint that has grown from the one that it has cosigned last (tlog-witness,
 * section add-checkpoint).
 *
 * @param old size of the tree that the witness is thought to know; 0 where it knows none
 * @param proof that the tree of {@code note} has grown from that one
 * @param note the checkpoint as the log has signed it; neither its text nor its signatures were looked at
 */
public record AddCheckpoint(long old, ConsistencyProof proof, SignedNote note) {

    /** "The client MUST NOT send more than 63 consistency proof lines." */
    private static final int MOST_HASHES = 63;

    private static final int MOST_LINE_BYTES = 64;

    /** Most bytes of a request: its checkpoint's, and room for the lines before. */
    public static final int MOST_BYTES = SignedNote.MOST_BYTES + (MOST_HASHES + 2) * MOST_LINE_BYTES;

    private static final String WHAT = "add-checkpoint request";
    private static final String OLD = "old ";

    public AddCheckpoint {
        if (old < 0) {
            throw new IllegalArgumentException("a tree has no " + old + " entries");
        }
        if (proof.path().size() > MOST_HASHES) {
            throw new IllegalArgumentException("a request has at most " + MOST_HASHES + " hashes, not "
                    + proof.path().size());
        }
    }

    /** Reads the body of a request of at most {@link #MOST_BYTES}. */
    public static AddCheckpoint parse(byte[] body) throws FormatException {
        Lines lines = new Lines(WHAT, LogText.utf8(WHAT, body, MOST_BYTES));
        String first = lines.next("the old size");
        if (!first.startsWith(OLD)) {
            throw lines.error("is not \"old SIZE\"");
        }
        long old = lines.build(() -> LogText.decimal("the old size", first.substring(OLD.length())));
        List<Digest> path = new ArrayList<>();
        for (String line = lines.next("a hash"); !line.isEmpty(); line = lines.next("a hash")) {
            if (path.size() == MOST_HASHES) {
                throw lines.error("has more than " + MOST_HASHES + " hashes");
            }
            String hash = line;
            path.add(lines.build(() -> LogText.digest("a hash", hash)));
        }
        return new AddCheckpoint(
                old, new ConsistencyProof(path), SignedNote.parse(lines.rest().getBytes(UTF_8)));
    }

    /** The body of the request. */
    public byte[] encode() {
        StringBuilder body = new StringBuilder(OLD).append(old).append('\n');
        proof.path().forEach(hash -> body.append(LogText.base64(hash.bytes())).append('\n'));
        body.append('\n').append(new String(note.encode(), UTF_8));
        return body.toString().getBytes(UTF_8);
    }
}
