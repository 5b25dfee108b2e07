package io.freshet.publisher.commit;

import java.io.IOException;

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
        NotTheAuthority(String authority) {
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

        ChannelMoved(String channel, long expected, long found) {
            super("channel " + channel + " is at release " + found + " now, and this publication was made to follow"
                    + " release " + expected + ": somebody else has published it meanwhile. Nothing was released."
                    + " Run the same command again; what was uploaded is found again");
            this.channel = channel;
        }

        /** Which channel it is. */
        public String channel() {
            return channel;
        }
    }

    /** Packs that this publication builds on are about to be deleted. */
    public static final class Condemned extends CommitException {
        Condemned(String pack) {
            super("pack " + pack + ", which this snapshot needs, has been condemned meanwhile and will be deleted."
                    + " Nothing was released. Run the same command again: the chunks will be stored anew");
        }
    }

    /** So many others commit that this one never got its turn. */
    public static final class TooBusy extends CommitException {
        TooBusy(int tries) {
            super("lost the race for metadata/timestamp.json " + tries + " times. Nothing was released."
                    + " Run the same command again");
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

    /** A document could not be signed. */
    public static final class Unsigned extends CommitException {
        Unsigned(Exception cause) {
            super(String.valueOf(cause.getMessage()));
            initCause(cause);
        }
    }
}
