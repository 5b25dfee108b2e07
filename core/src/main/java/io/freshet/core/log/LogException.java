package io.freshet.core.log;

import java.util.List;

/**
 * Something of a transparency log that must not be trusted. Each kind of attack or mistake is a type of its own, with
 * what proves it; the message says what was wrong and what to do next.
 */
public abstract sealed class LogException extends Exception {

    private static final long serialVersionUID = 1;

    private LogException(String message) {
        super(message);
    }

    /** No log of the policy has the checkpoint's origin. */
    public static final class UnknownLog extends LogException {

        private static final long serialVersionUID = 1;

        private final transient SignedCheckpoint offered;

        UnknownLog(SignedCheckpoint offered, List<String> known) {
            super("the checkpoint is of the log \"" + offered.checkpoint().origin() + "\", and the policy knows "
                    + (known.isEmpty() ? "none" : String.join(", ", known)) + "; check the policy, or the mirror");
            this.offered = offered;
        }

        /** What was refused. */
        public SignedCheckpoint offered() {
            return offered;
        }
    }

    /** No key of the log has signed the checkpoint. */
    public static final class NotSigned extends LogException {

        private static final long serialVersionUID = 1;

        private final transient SignedCheckpoint offered;

        NotSigned(SignedCheckpoint offered) {
            super("no known key of the log \"" + offered.checkpoint().origin()
                    + "\" has signed the checkpoint; ask another mirror; if the log's key was replaced, get the"
                    + " policy anew from the publisher");
            this.offered = offered;
        }

        /** What was refused. */
        public SignedCheckpoint offered() {
            return offered;
        }
    }

    /** A signature says that it is of a known key, and is not. */
    public static final class BadSignature extends LogException {

        private static final long serialVersionUID = 1;

        private final transient VerifierKey key;
        private final transient SignedNote note;

        BadSignature(VerifierKey key, SignedNote note) {
            super("the signature of " + key + " is not of this text; ask another mirror");
            this.key = key;
            this.note = note;
        }

        /** The key that it names. */
        public VerifierKey key() {
            return key;
        }

        /** What was refused. */
        public SignedNote note() {
            return note;
        }
    }

    /** Too few witnesses have cosigned the checkpoint. */
    public static final class QuorumNotMet extends LogException {

        private static final long serialVersionUID = 1;

        private final transient SignedCheckpoint offered;
        private final transient Quorum quorum;
        private final transient List<String> cosigned;

        QuorumNotMet(SignedCheckpoint offered, Quorum quorum, List<String> cosigned) {
            super("the policy asks for cosignatures of " + quorum + ", and the checkpoint has "
                    + (cosigned.isEmpty() ? "none" : "those of " + String.join(", ", cosigned))
                    + "; wait until witnesses have seen it, or ask another mirror");
            this.offered = offered;
            this.quorum = quorum;
            this.cosigned = List.copyOf(cosigned);
        }

        /** What was refused. */
        public SignedCheckpoint offered() {
            return offered;
        }

        /** What the policy asks for. */
        public Quorum quorum() {
            return quorum;
        }

        /** Names, in the policy, of those that have cosigned it. */
        public List<String> cosigned() {
            return cosigned;
        }
    }

    /** The entry is not where the proof says. */
    public static final class NotIncluded extends LogException {

        private static final long serialVersionUID = 1;

        private final long index;
        private final transient SignedCheckpoint checkpoint;

        NotIncluded(long index, SignedCheckpoint checkpoint) {
            super("the proof does not lead from this entry at index " + index + " to the checkpoint ("
                    + checkpoint.head() + "); ask another mirror");
            this.index = index;
            this.checkpoint = checkpoint;
        }

        /** Where the entry should be. */
        public long index() {
            return index;
        }

        /** The checkpoint that it should be under. */
        public SignedCheckpoint checkpoint() {
            return checkpoint;
        }
    }

    /** Tiles or entries are not those of the tree that they were read for. */
    public static final class WrongTiles extends LogException {

        private static final long serialVersionUID = 1;

        private final String place;
        private final transient TreeHead head;

        WrongTiles(String place, TreeHead head) {
            super(place + " is not that of the log's tree (" + head + "); ask another mirror");
            this.place = place;
            this.head = head;
        }

        /** Which they are: a path, or "the right edge", of which no single tile can be told. */
        public String place() {
            return place;
        }

        /** The tree. */
        public TreeHead head() {
            return head;
        }
    }

    /** A tile or bundle that the tree must have is not there. */
    public static final class Missing extends LogException {

        private static final long serialVersionUID = 1;

        private final transient TilePath path;

        Missing(TilePath path) {
            super(path + " is missing; ask another mirror, or wait until it has been copied there");
            this.path = path;
        }

        /** Which. */
        public TilePath path() {
            return path;
        }
    }

    /** What two checkpoints of one log say can't both be accepted: both are kept as evidence. */
    public abstract static sealed class Conflict extends LogException {

        private static final long serialVersionUID = 1;

        private final transient SignedCheckpoint seen;
        private final transient SignedCheckpoint offered;

        private Conflict(SignedCheckpoint seen, SignedCheckpoint offered, String advice) {
            super("the log \"" + seen.checkpoint().origin() + "\" was seen with " + seen.head()
                    + " and is offered with " + offered.head() + ": " + advice);
            this.seen = seen;
            this.offered = offered;
        }

        /** The note that was accepted before, to the byte. */
        public byte[] seen() {
            return seen.encode();
        }

        /** The note that was refused, to the byte. */
        public byte[] offered() {
            return offered.encode();
        }
    }

    /** The log is smaller than it was: a mirror that lags, or a log that drops entries. */
    public static final class Truncated extends Conflict {

        private static final long serialVersionUID = 1;

        Truncated(SignedCheckpoint seen, SignedCheckpoint offered) {
            super(seen, offered, "entries are missing; ask another mirror; if none has them, the log was cut short");
        }
    }

    /** The log has signed two histories: proof that it, or who has its key, can't be trusted. */
    public static final class SplitView extends Conflict {

        private static final long serialVersionUID = 1;

        SplitView(SignedCheckpoint seen, SignedCheckpoint offered) {
            super(seen, offered, "these are two histories; keep both checkpoints and show them to others");
        }
    }

    /** A consistency proof shows nothing: whoever made it may be at fault, or the log. */
    public static final class NotConsistent extends Conflict {

        private static final long serialVersionUID = 1;

        NotConsistent(SignedCheckpoint seen, SignedCheckpoint offered) {
            super(seen, offered, "the proof of growth does not hold; ask another mirror for it");
        }
    }

    /** The checkpoint is of another log than the one that is remembered. */
    public static final class OtherLog extends Conflict {

        private static final long serialVersionUID = 1;

        OtherLog(SignedCheckpoint seen, SignedCheckpoint offered) {
            super(
                    seen,
                    offered,
                    "that is the log \"" + offered.checkpoint().origin()
                            + "\"; if the repository has moved to another log, remove what is remembered");
        }
    }
}
