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
                    + " needs (Ed25519), or the mirror lags. Ask the publisher, or fetch without"
                    + " --require-log");
        }
    }

    /** What the log has in the release's place is something else. */
    public static final class OtherEntry extends LogRefused {
        OtherEntry(String object, String release, String problem, String mirror) {
            super(object + " at " + mirror + " is not that of release " + release + ": " + problem
                    + ". No proof holds that the log has that: ask another mirror");
        }
    }

    /** The log has another entry in the release's place, by a proof that holds: only who has its keys can have done it. */
    public static final class NotLogged extends LogRefused {

        private final transient List<Path> evidence;

        NotLogged(String release, long number, String named, Path pointer, Path entry, Path proof) {
            super("release " + release + " is not in the log: its pointer says entry " + number
                    + ", and of what the log has"
                    + " there, " + named + ". The publisher has released what it did not log, or somebody has its key."
                    + "\n  the pointer  " + pointer + "\n  the entry    " + entry + "\n  its proof    " + proof
                    + "\nNothing was fetched. Do not take it, and show these to the publisher and to others.");
            this.evidence = List.of(pointer, entry, proof);
        }

        /** Where the pointer, the entry and the proof lie. */
        public List<Path> evidence() {
            return evidence;
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
        NoFirstRoot(long version) {
            super("the log is named after the repository's first root, and the root that is trusted here, of version "
                    + version
                    + ", does not say which that is. Begin in a directory of its own, with --root and the file of"
                    + " the first root, or with its --root-sha256, from the publisher");
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
