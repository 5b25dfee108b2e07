package io.freshet.publisher.protocol;

/** A way to get the protocol wrong. Each one must lead to a state that breaks a law. */
enum Flaw {
    /** After a lost race the publisher signs on top of the new base without reading its condemned list. */
    NO_RECHECK_AFTER_LOSS,
    /** ... reads the list, but does not look whether what it relies on is still there. */
    NO_LOOK_AFTER_LOSS,
    /** The list has a mutable head of its own instead of standing in the snapshot. */
    CONDEMNED_LIST_APART,
    /** A pack that is condemned is made again under the same name. */
    CONDEMNED_NAME_USED_AGAIN,
    /** A pack leaves the list as soon as its deletion was answered. */
    ENTRY_DROPPED_AT_ONCE,
    /** What is condemned is deleted without waiting. */
    NO_GRACE,
    /** The grace period begins with the condemnation, however far the follower lags. */
    GRACE_BEFORE_FOLLOWERS,
    /** The collector lists the packs after the intents. */
    PACKS_LISTED_AFTER_INTENTS,
    /** Every committer writes the follower's timestamp before the authority's. */
    FOLLOWER_FIRST,
    /** A follower gets the timestamp before the objects. */
    FOLLOWER_TIMESTAMP_BEFORE_OBJECTS,
    /** A follower's timestamp is put, not compared and set. */
    FOLLOWER_UNCONDITIONAL,
    /** The authority's timestamp is put, not compared and set. */
    AUTHORITY_UNCONDITIONAL,
    /** The log entry is written after the commit. */
    LOG_AFTER_TIMESTAMP,
    /** Versioned metadata is put over what another one wrote. */
    SNAPSHOT_OVERWRITTEN,
    /** The loser signs its old snapshot again, with a higher version. */
    STALE_SNAPSHOT_SIGNED_AGAIN,
    /** The loser keeps the renewal of another channel's metadata, whatever that channel has become. */
    STALE_RENEWAL,
    /** The loser does not see that its own channel has changed. */
    OWN_CHANNEL_IGNORED,
    /** After a lost answer only a timestamp identical to one's own counts as having won. */
    ONLY_IDENTICAL_WINS
}
