package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import java.io.IOException;
import java.util.Optional;

/** A repository can't be opened, or a release can't be made in it. */
public abstract sealed class CommitException extends IOException {

    private static final long serialVersionUID = 1;

    private CommitException(String message) {
        super(message);
    }

    /** There is no repository at the destination. */
    public static final class NoRepository extends CommitException {
        NoRepository(String store) {
            super(store + " has no repository. Make one with: freshet init --to " + store + " --keys DIR");
        }
    }

    /** There is one already. */
    public static final class AlreadyThere extends CommitException {
        AlreadyThere(String store) {
            super(store + " has a repository already; it was left as it is. Publish to it, or choose another prefix");
        }
    }

    /** None of the destinations is the one that decides. */
    public static final class NotTheAuthority extends CommitException {
        /** It is {@code authority}. */
        public NotTheAuthority(String authority) {
            super("the authority of this repository is " + authority + ", which is not among the destinations."
                    + " Add --to " + authority);
        }
    }

    /** The channel is not known, and the key that could add it is elsewhere. */
    public static final class UnknownChannel extends CommitException {
        UnknownChannel(String channel) {
            super("channel " + channel + " is not part of this repository, and no root key is here to add it. Where one"
                    + " is, run: freshet channel add " + channel);
        }
    }

    /** Somebody else released to the same channel meanwhile. */
    public static final class ChannelMoved extends CommitException {
        private final String channel;

        ChannelMoved(String channel, Optional<RunId> by) {
            super("the channel " + channel + " was changed by "
                    + by.map(run -> "run " + run).orElse("another run")
                    + " while this one was under way. Nothing was released; publish again on top of it:"
                    + " run the same command again");
            this.channel = channel;
        }

        /** Which channel it is. */
        public String channel() {
            return channel;
        }
    }

    /** What a publication needs is deleted faster than it can be made. */
    public static final class DeletedAgain extends CommitException {
        /** What a run needs was condemned so many times. */
        public DeletedAgain(int times) {
            super("what this publication needs was condemned or deleted " + times + " times while it was under way."
                    + " Nothing was released. Stop whoever deletes, or let it wait longer, then run the same command"
                    + " again");
        }
    }

    /** A conditional write is refused although its condition holds. */
    public static final class WriteRefused extends CommitException {
        WriteRefused(String store, String object, int times) {
            super(store + " refused a conditional write of " + object + " " + times
                    + " times, although nobody else has written it. What needed that write was not done. A proxy or"
                    + " the store itself does not keep conditional writes: see freshet init --help");
        }
    }

    /** A destination has a repository, and it is another one. */
    public static final class OtherRepository extends CommitException {
        OtherRepository(String store) {
            super(store + " belongs to another repository: its metadata/1.root.json is not this one's. Nothing was"
                    + " written there. Choose another --to");
        }
    }

    /** An object that must be there is not. */
    public static final class Incomplete extends CommitException {
        Incomplete(String store, String object) {
            super(store + " lacks " + object
                    + ", which its metadata name. A lifecycle rule or somebody may have deleted it;"
                    + " restore it, or copy it from another destination");
        }
    }

    /** The metadata at a destination are not what the root that the publisher holds allows. */
    public static final class Untrusted extends CommitException {
        Untrusted(String store, Exception cause) {
            super(store + ": " + cause.getMessage());
            initCause(cause);
        }
    }

    /** A root that was to be put in force does not follow the one that is. */
    public static final class RootMoved extends CommitException {
        RootMoved(String store, long draft, long there) {
            super("the draft is a root of version " + draft + ", and that of " + store + " is of version " + there
                    + " already. Nothing was written. Make the same change to the root that is there now, and have it"
                    + " signed again");
        }
    }

    /** So much lies beside a manifest that its publisher's own attestation has no place. */
    public static final class TooManyAttestations extends CommitException {
        TooManyAttestations(Digest manifest) {
            super("all places for attestations of manifest " + manifest + " are taken ("
                    + AttestationPath.of(manifest, 0) + " and on), none by one that this channel's keys have signed."
                    + " Nothing was released. See who can write there, then run the same command again");
        }
    }

    /** A timestamp that is required could not be had. */
    public static final class NotTimestamped extends CommitException {
        NotTimestamped(IOException cause) {
            super("nothing was released, since a timestamp is required: " + cause.getMessage()
                    + ". Run the same command again, or without --require-timestamps; what was uploaded is"
                    + " found again");
            initCause(cause);
        }
    }

    /** A document could not be signed. */
    public static final class Unsigned extends CommitException {
        Unsigned(Exception cause) {
            super(String.valueOf(cause.getMessage()));
            initCause(cause);
        }
    }
}
