package io.freshet.publisher.commit;

import io.freshet.core.json.JsonObject;
import io.freshet.core.trust.ChannelName;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Versions that somebody has driven up, so that none could follow: who has the online key can sign any. A root with other
 * online keys makes clients forget them (TUF, clause 5.3.11), so that they may begin anew.
 */
final class DrivenVersion {

    /** Nobody who counts gets here: a commit each millisecond takes nine thousand years. */
    static final long HIGHEST = 1L << 48;

    /** Where versions begin anew: below, at a number that nobody could guess and take before. */
    private static final long ANEW = 1L << 40;

    private DrivenVersion() {}

    /**
     * Whether a version that clients will forget is one.
     *
     * @param online channels that the online key signs for
     */
    static boolean isIn(RepositoryState state, List<ChannelName> online) {
        return isOne(state.timestampVersion())
                || isOne(state.snapshotVersion())
                || online.stream().anyMatch(channel -> isIn(state, channel));
    }

    static boolean isIn(RepositoryState state, ChannelName channel) {
        return isOne(state.channelVersion(channel));
    }

    static boolean isOne(long version) {
        return version > HIGHEST;
    }

    /** What a new beginning takes for the version before. */
    static long before(RandomGenerator random) {
        return random.nextLong(ANEW);
    }

    /** Makes sure that a document can be of this version. */
    static void requirePossible(String store, long version) throws CommitException {
        if (version > JsonObject.MAX_INTEGER) {
            throw new CommitException.NoNextVersion(store);
        }
    }
}
