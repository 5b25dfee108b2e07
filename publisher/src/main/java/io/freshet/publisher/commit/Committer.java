package io.freshet.publisher.commit;

import io.freshet.core.trust.MissingKey;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.SnapshotCustom;
import io.freshet.core.trust.SnapshotMetadata;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.core.trust.TimestampMetadata;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreUnavailable;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The last two steps of every commit: a snapshot, and the one conditional write of the timestamp, which decides. */
final class Committer {

    private final ObjectStore store;
    private final MetadataWriter writer;
    private final RepositorySigner signer;
    private final Clock clock;

    Committer(ObjectStore store, MetadataWriter writer, RepositorySigner signer, Clock clock) {
        this.store = store;
        this.writer = writer;
        this.signer = signer;
        this.clock = clock;
    }

    /** What is to be committed: a timestamp, and the version of the snapshot that it names. */
    record Attempt(SignedFile<TimestampMetadata> timestamp, long snapshotVersion) {}

    /**
     * Writes the snapshot that follows {@code base}, and signs its timestamp.
     *
     * @param changed documents other than the base's, which are written
     * @param custom what the snapshot says of the chain of commits
     * @param tried the highest version of a snapshot that this run has written
     */
    Attempt sign(RepositoryState base, List<SignedFile<TargetsMetadata>> changed, SnapshotCustom custom, long tried)
            throws IOException {
        return sign(base, changed, Set.of(), custom, Math.max(base.snapshotVersion(), tried), base.timestampVersion());
    }

    /**
     * The same above these versions, whatever those of the base.
     *
     * @param gone roles that the snapshot names no more
     */
    Attempt sign(
            RepositoryState base,
            List<SignedFile<TargetsMetadata>> changed,
            Set<String> gone,
            SnapshotCustom custom,
            long snapshotVersion,
            long timestampVersion)
            throws IOException {
        DrivenVersion.requirePossible(store.url(), timestampVersion + 1);
        try {
            SignedFile<SnapshotMetadata> snapshot = writer.writeNext(
                    snapshotVersion + 1,
                    version -> signer.snapshot(base.trusted(), changed, gone, custom, version, clock.instant()));
            SignedFile<TimestampMetadata> timestamp =
                    signer.timestamp(base.trusted(), snapshot, timestampVersion + 1, clock.instant());
            return new Attempt(timestamp, snapshot.version());
        } catch (MissingKey e) {
            throw new CommitException.Unsigned(e);
        }
    }

    /** Commits, unless somebody else was faster; false too where no answer came: then nothing is known. */
    boolean send(RepositoryState base, Attempt attempt) throws IOException {
        try {
            CasResult result = store.compareAndSet(
                    RepositoryPaths.TIMESTAMP,
                    base.revision(),
                    Body.of(attempt.timestamp.bytes()),
                    ObjectHeaders.MUTABLE_JSON);
            return result instanceof CasResult.Stored;
        } catch (StoreUnavailable e) {
            return false;
        }
    }
}
