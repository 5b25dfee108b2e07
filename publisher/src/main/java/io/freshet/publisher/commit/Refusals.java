package io.freshet.publisher.commit;

import io.freshet.core.trust.RepositoryPaths;
import java.util.Optional;

/**
 * Counts the commits that a store refused although their base still stood: it may answer late a few times, but one that
 * does so again and again keeps no conditional writes, and nobody ends by trying.
 */
final class Refusals {

    private final String store;
    private Optional<RepositoryState> before = Optional.empty();
    private int count;

    /** @param store to name it */
    Refusals(String store) {
        this.store = store;
    }

    /**
     * Takes what was read before the next attempt.
     *
     * @throws CommitException.WriteRefused if that has been the same too often
     */
    void look(RepositoryState now) throws CommitException {
        count = before.filter(now::isSameAs).isPresent() ? count + 1 : 0;
        before = Optional.of(now);
        if (count == ReleaseRun.MAX_REFUSALS) {
            throw new CommitException.WriteRefused(store, RepositoryPaths.TIMESTAMP, count);
        }
    }
}
