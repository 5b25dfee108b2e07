package io.freshet.publisher.commit;

import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RoleName;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ConditionUnsupported;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.OutcomeUnknown;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.Revision;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreUnavailable;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** The timestamp of a follower: read, and brought forward, never backwards (commit protocol, section 7). */
final class FollowerStamp {

    private static final int MAX_TIMESTAMP = 16 << 10;
    static final int MAX_ROOT = 512_000;
    private static final int MAX_UNANSWERED = 4;

    private final ObjectStore to;
    private final Desk authority;
    private int unanswered;
    private boolean refusesConditions;

    FollowerStamp(ObjectStore to, Desk authority) {
        this.to = to;
        this.authority = authority;
    }

    /**
     * What a follower has.
     *
     * @param revision of its timestamp, if it has one
     * @param version of the timestamp; 0 if there is none
     * @param state all that the timestamp leads to; absent where not all of it is there, or it is signed by keys of before
     */
    record Seen(Optional<Revision> revision, long version, Optional<RepositoryState> state) {}

    /**
     * Looks, by the root that is in force at the authority: what keys of before have signed counts for nothing, whatever
     * its version.
     */
    Seen look(long wanted) throws IOException {
        MetadataReader reader = authority.reader().at(to);
        try {
            Optional<RepositoryState> state = reader.read();
            return new Seen(
                    state.map(RepositoryState::revision),
                    state.map(RepositoryState::timestampVersion).orElse(0L),
                    state);
        } catch (CommitException.Untrusted | CommitException.Incomplete e) {
            Seen seen = unverified(reader);
            if (seen.version >= wanted) {
                throw e;
            }
            return seen;
        }
    }

    /** A copier died between roots and timestamp, or something is lost there: all of it will be copied again. */
    private Seen unverified(MetadataReader reader) throws IOException {
        String root = RepositoryPaths.metadata(RoleName.ROOT, 1);
        Optional<StoredObject> theirs = to.get(root, MAX_ROOT);
        Optional<StoredObject> ours = authority.store().get(root, MAX_ROOT);
        if (theirs.isPresent()
                && ours.isPresent()
                && !Arrays.equals(theirs.get().bytes(), ours.get().bytes())) {
            throw new CommitException.OtherRepository(to.url());
        }
        Optional<StoredObject> timestamp = to.get(RepositoryPaths.TIMESTAMP, MAX_TIMESTAMP);
        long version =
                timestamp.isPresent() ? reader.timestampVersion(timestamp.get().bytes()) : 0;
        return new Seen(timestamp.map(StoredObject::revision), version, Optional.empty());
    }

    /** Writes the timestamp over the one that was seen; says whether it is there now for sure. */
    boolean write(Seen seen, RepositoryState target) throws StoreException {
        Body body = Body.of(target.timestamp());
        try {
            return refusesConditions ? overwrite(body) : write(seen, body);
        } catch (StoreUnavailable | OutcomeUnknown e) {
            if (++unanswered == MAX_UNANSWERED) {
                throw e;
            }
            return false;
        }
    }

    private boolean write(Seen seen, Body body) throws StoreException {
        try {
            if (seen.revision.isPresent() && to.capabilities().compareAndSet()) {
                return to.compareAndSet(
                                RepositoryPaths.TIMESTAMP, seen.revision.get(), body, ObjectHeaders.MUTABLE_JSON)
                        instanceof CasResult.Stored;
            }
            if (seen.revision.isEmpty() && to.capabilities().putIfAbsent()) {
                return to.putIfAbsent(RepositoryPaths.TIMESTAMP, body, ObjectHeaders.MUTABLE_JSON)
                        instanceof PutResult.Stored;
            }
        } catch (ConditionUnsupported e) {
            // What speaks S3 declares conditions, and shows only when it is asked whether it has them.
            refusesConditions = true;
        }
        return overwrite(body);
    }

    /** Two may do so at once: whoever did reads again, until the authority's version is there. */
    private boolean overwrite(Body body) throws StoreException {
        to.put(RepositoryPaths.TIMESTAMP, body, ObjectHeaders.MUTABLE_JSON);
        return false;
    }
}
