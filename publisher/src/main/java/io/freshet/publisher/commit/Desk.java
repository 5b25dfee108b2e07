package io.freshet.publisher.commit;

import io.freshet.core.policy.Policy;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.witness.Witnesses;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What whoever commits at an authority works with.
 *
 * @param random for salts
 */
record Desk(
        ObjectStore store,
        MetadataReader reader,
        MetadataWriter writer,
        RepositorySigner signer,
        Renewals renewals,
        Committer committer,
        LogTree log,
        Backoff backoff,
        Clock clock,
        RandomGenerator random) {

    /** The same where the log has witnesses. */
    Desk witnessedBy(Witnesses witnesses) {
        LogTree witnessed = log.witnessedBy(witnesses);
        return new Desk(store, reader, writer, signer, renewals, committer, witnessed, backoff, clock, random);
    }

    /** The repository as it is now. */
    RepositoryState state() throws IOException {
        return reader.read().orElseThrow(() -> new CommitException.NoRepository(store.url()));
    }

    /** Something that ends with a commit on the state that was read for it. */
    @FunctionalInterface
    interface Work<T> {
        /** What came of it; nothing where somebody else has committed first. */
        Optional<T> on(RepositoryState state) throws IOException, InterruptedException;
    }

    /**
     * Does work on the newest state, again and again until nobody else commits first.
     *
     * @throws CommitException.WriteRefused if the store refuses the commit although nobody has
     */
    <T> T commit(Work<T> work) throws IOException, InterruptedException {
        Refusals refusals = new Refusals(store.url());
        for (int race = 0; ; race++) {
            RepositoryState state = state();
            refusals.look(state);
            Optional<T> done = work.on(state);
            if (done.isPresent()) {
                return done.get();
            }
            backoff.await(race);
        }
    }

    /** Only where the policy names this destination may anything be committed (commit protocol, section 1). */
    void requireAuthority(RepositoryState state) throws IOException {
        Policy policy = reader.policy(state);
        if (!policy.authority().equals(store.url())) {
            throw new CommitException.NotTheAuthority(policy.authority());
        }
    }

    Instant now() {
        return clock.instant();
    }

    /** A number that gives a document another name. */
    long salt() {
        return random.nextLong() & Long.MAX_VALUE;
    }
}
