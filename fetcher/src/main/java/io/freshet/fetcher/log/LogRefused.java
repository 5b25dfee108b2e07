package io.freshet.fetcher.log;

import io.freshet.core.log.LogException;
import io.freshet.core.log.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A fetch that requires the log has found no release that it may take. Nothing was changed in the directory. */
public abstract sealed class LogRefused extends IOException {

    private static final long serialVersionUID = 1;

    private LogRefused(String message) {
        super(message);
    }

    /** Nobody has the proof that the release is in the log. */
    public static final class NoProof extends LogRefused {
        NoProof(String object, String release, String mirror) {
            super("this repository's publisher wrote no proof for release " + release + ": " + mirror + " has no "
                    + object + ". Either its publisher is older than the log, or signs it with no key that this"
                    + " needs (Ed25519, in a file), or the mirror lags. Ask the publisher, or fetch without"
                    + " --require-log");
        }
    }

    /** What the log has in the release's place is something else. */
    public static final class OtherEntry extends LogRefused {
        OtherEntry(String object, String release, String problem, String mirror) {
            super(object + " at " + mirror + " is not that of release " + release + ": " + problem
                    + ". Ask another mirror; if all have the same, the publisher has released what it did not log:"
                    + " do not take it, and tell others");
        }
    }

    /** The log's keys can't be known. */
    public static final class NoKey extends LogRefused {
        NoKey(String origin) {
            super("the log " + origin + " has no key that its checkpoints could be verified with: the root lists no"
                    + " Ed25519 key for the timestamp. Fetch without --require-log");
        }
    }

    /** The log's name can't be known. */
    public static final class NoFirstRoot extends LogRefused {
        NoFirstRoot(List<String> failures) {
            super("the log is named after the repository's first root, which was not given, and no mirror has one that"
                    + " leads to the root that is trusted:\n  " + String.join("\n  ", failures));
        }
    }

    /** A signature, a proof or a tile is not as it must be. */
    public static final class Invalid extends LogRefused {
        Invalid(String mirror, LogException why) {
            super("the log at " + mirror + ": " + why.getMessage());
            initCause(why);
        }
    }

    /** The log shows another history than it has shown before. */
    public static final class Conflict extends LogRefused {

        private final transient Path seen;
        private final transient Path offered;

        Conflict(LogException.Conflict why, Path seen, Path offered, SignedCheckpoint then, SignedCheckpoint now) {
            super(why.getMessage() + "\n  seen     " + line(then) + ", kept in " + seen + "\n  offered  " + line(now)
                    + ", kept in " + offered
                    + "\n"
                    + "Nothing was fetched. Both are signed by the log's key: show them to the publisher and to others"
                    + " who fetch from it. Go on only once you know why, by removing .freshet/trust/"
                    + LogCheck.SEEN);
            this.seen = seen;
            this.offered = offered;
            initCause(why);
        }

        private static String line(SignedCheckpoint note) {
            return "size " + note.head().size() + ", root " + note.head().root();
        }

        /** Where the note lies that was accepted before. */
        public Path seen() {
            return seen;
        }

        /** Where the note lies that was refused. */
        public Path offered() {
            return offered;
        }
    }
}
