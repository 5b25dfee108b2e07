package io.freshet.publisher.commit;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TilePath;
import io.freshet.core.log.TlogProof;
import io.freshet.core.manifest.Pointer;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ConditionUnsupported;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings a follower's log up to the authority's (commit protocol, section 7): entries, proofs, tiles, and the checkpoint
 * last, which never becomes smaller.
 */
final class LogCopy {

    private final ObjectStore from;
    private final ObjectStore to;
    private final ObjectCopier copier;

    LogCopy(ObjectStore from, ObjectStore to, ObjectCopier copier) {
        this.from = from;
        this.to = to;
        this.copier = copier;
    }

    /**
     * Copies what is missing.
     *
     * @param first entries below are there
     * @param end entries below must be there afterwards
     * @param current pointers of channels that moved, whose proofs a fetcher asks for
     */
    void run(RepositoryLog log, long first, long end, Collection<Pointer> current)
            throws IOException, InterruptedException {
        LogHead mine = LogHead.read(from, log);
        // Upwards: a copier that dies leaves no gap, which the next one would take for the end.
        for (long n = first; n < Math.max(end, mine.head().size()); n++) {
            copier.document(LogPaths.entry(n));
        }
        for (Pointer pointer : current) {
            copyProof(LogPaths.proof(pointer.log()));
        }
        if (mine.checkpoint().isPresent()) {
            follow(log, mine.checkpoint().get());
        }
    }

    /** Its tree may be smaller than the present one: a fetcher opens it by the right edge that it had then. */
    private void copyProof(String path) throws IOException {
        Optional<byte[]> proof = copier.isMissing(path)
                ? from.get(path, TlogProof.MOST_BYTES).map(StoredObject::bytes)
                : Optional.empty();
        if (proof.isPresent()) {
            for (TilePath tile : TilePath.edge(size(proof.get())).toList()) {
                copier.binaryIfThere(LogPaths.tile(tile));
            }
            copier.binaryIfThere(path);
        }
    }

    private static long size(byte[] proof) {
        try {
            return TlogProof.parse(proof).checkpoint().head().size();
        } catch (FormatException e) {
            return 0;
        }
    }

    private void follow(RepositoryLog log, SignedCheckpoint mine) throws IOException, InterruptedException {
        LogHead theirs = LogHead.read(to, log);
        long size = mine.head().size();
        long had = theirs.head().size();
        if (had < size) {
            List<String> paths = Stream.concat(TilePath.newBundles(had, size), TilePath.newTiles(had, size))
                    .map(LogPaths::tile)
                    .toList();
            copier.binaries(paths);
        }
        for (int tries = 1; theirs.head().size() < size || theirs.lacksSignaturesOf(mine); tries++) {
            if (tries > ReleaseRun.MAX_REFUSALS) {
                throw new CommitException.WriteRefused(to.url(), LogPaths.CHECKPOINT, tries);
            }
            write(theirs, mine);
            theirs = LogHead.read(to, log);
        }
    }

    /** Where there are no conditional writes, whoever writes reads again until the larger one is there. */
    private void write(LogHead before, SignedCheckpoint mine) throws StoreException {
        if (to.capabilities().compareAndSet() && to.capabilities().putIfAbsent()) {
            try {
                before.replace(to, mine);
                return;
            } catch (ConditionUnsupported e) {
                // What speaks S3 declares conditions, and shows only when it is asked whether it has them.
            }
        }
        to.put(LogPaths.CHECKPOINT, Body.of(mine.encode()), ObjectHeaders.MUTABLE_TEXT);
    }
}
