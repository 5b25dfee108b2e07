package io.freshet.publisher.commit;

import io.freshet.core.policy.Policy;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.witness.Witnesses;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
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
