package io.freshet.publisher.commit;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TilePath;
import io.freshet.core.log.TileSource;
import io.freshet.core.log.TiledTree;
import io.freshet.core.log.TlogProof;
import io.freshet.core.log.TreeAppender;
import io.freshet.core.log.TreeHead;
import io.freshet.core.manifest.Pointer;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ConditionUnsupported;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Brings a follower's log up to the authority's (commit protocol, section 7): entries, proofs, tiles, and the checkpoint
 * last, which never becomes smaller. For one run.
 */
final class LogCopy {

    private final ObjectStore from;
    private final ObjectStore to;
    private final ObjectCopier copier;
    /** Tiles of proofs, at most eight each. */
    private final Set<String> copied = new HashSet<>();

    /** Whether the follower's checkpoint is longer than any, so that no revision of it is known. */
    private boolean tooLong;

    /** Whether a tile was there already, and another one than the authority has. */
    private boolean doubted;

    LogCopy(ObjectStore from, ObjectStore to, ObjectCopier copier) {
        this.from = from;
        this.to = to;
        this.copier = copier;
    }

    /**
     * Copies what is missing, and puts right what somebody else has put where it belongs, as far as that is seen.
     *
     * @param first entries below are there
     * @param end entries below must be there afterwards
     * @param current pointers of channels that moved, whose proofs a fetcher asks for
     * @param remade what this run has made again at the authority
     */
    void run(RepositoryLog log, long first, long end, Collection<Pointer> current, RemadeTiles remade)
            throws IOException, InterruptedException {
        LogHead mine = LogHead.readOrNone(from, log);
        // Upwards: a copier that dies leaves no gap, which the next one would take for the end.
        for (long n = first; n < Math.max(end, mine.head().size()); n++) {
            if (!copier.copied(LogPaths.entry(n), ObjectHeaders.IMMUTABLE_JSON)
                    && n < mine.head().size()) {
                restore(n, mine.head());
            }
        }
        for (Pointer pointer : current) {
            copyProof(log, pointer.log());
        }
        if (mine.checkpoint().isPresent()) {
            follow(log, mine.checkpoint().get(), remade);
        }
    }

    /** Of two that differ either may be damaged: the signed tree says what it has to be. */
    private void restore(long number, TreeHead head) throws IOException {
        byte[] right;
        try {
            right = TiledTree.open(head, tilesOf(from))
                    .entries(number / TilePath.FULL)
                    .get((int) (number % TilePath.FULL));
        } catch (LogException e) {
            throw LogTree.translated(from, e);
        }
        copier.replace(LogPaths.entry(number), right, ObjectHeaders.IMMUTABLE_JSON);
    }

    private static TileSource tilesOf(ObjectStore store) {
        return path -> store.get(LogPaths.tile(path), path.mostBytes()).map(StoredObject::bytes);
    }

    /**
     * Its tree may be smaller than the present one: a fetcher opens it by the right edge that it had then. One that is
     * there is replaced only by one that holds.
     */
    private void copyProof(RepositoryLog log, long number) throws IOException {
        String path = LogPaths.proof(number);
        boolean missing = copier.isMissing(path);
        Optional<byte[]> proof = mine(path);
        if (proof.isEmpty() || (!missing && copier.isSame(path))) {
            return;
        }
        if (missing || LogTree.proves(from, log, number, proof.get())) {
            for (TilePath tile : TilePath.edge(size(proof.get())).toList()) {
                copyTile(LogPaths.tile(tile));
            }
            copier.replace(path, proof.get(), ObjectHeaders.IMMUTABLE_BINARY);
        }
    }

    /** The authority's proof; one that is too long proves nothing. */
    private Optional<byte[]> mine(String path) throws IOException {
        try {
            return from.get(path, TlogProof.MOST_BYTES).map(StoredObject::bytes);
        } catch (ObjectTooLarge e) {
            return Optional.empty();
        }
    }

    private void copyTile(String path) throws IOException {
        if (copier.isMissing(path)) {
            copier.again(path, ObjectHeaders.IMMUTABLE_BINARY);
            copied.add(path);
        } else {
            doubted |= !copier.isSame(path);
        }
    }

    private static long size(byte[] proof) {
        try {
            return TlogProof.parse(proof).checkpoint().head().size();
        } catch (FormatException e) {
            return 0;
        }
    }

    private void follow(RepositoryLog log, SignedCheckpoint mine, RemadeTiles remade)
            throws IOException, InterruptedException {
        LogHead theirs = theirs(log);
        long size = mine.head().size();
        long had = theirs.head().size();
        if (had <= size) {
            List<String> paths = Stream.concat(TilePath.newBundles(had, size), TilePath.newTiles(had, size))
                    .map(LogPaths::tile)
                    .filter(path -> !copied.contains(path))
                    .toList();
            doubted |= !copier.binaries(paths);
            if (doubted || remade.isMoreThanNamed() || !hasEdge(mine.head())) {
                RemadeTiles.of(from, to, mine.head());
            } else {
                again(remade.first());
            }
        }
        for (int tries = 1; theirs.head().size() < size || theirs.lacksSignaturesOf(mine); tries++) {
            if (tries > ReleaseRun.MAX_REFUSALS) {
                throw new CommitException.WriteRefused(to.url(), LogPaths.CHECKPOINT, tries);
            }
            write(theirs, mine);
            theirs = theirs(log);
        }
    }

    private LogHead theirs(RepositoryLog log) throws StoreException {
        try {
            LogHead read = LogHead.read(to, log);
            tooLong = false;
            return read;
        } catch (ObjectTooLarge e) {
            tooLong = true;
            return LogHead.NONE;
        }
    }

    /** Whether the follower could go on with the tree by itself: its right edge, and the last bundle, are that tree's. */
    private boolean hasEdge(TreeHead head) throws IOException {
        try {
            TreeAppender.resume(head, tilesOf(to), (path, bytes) -> {});
            return true;
        } catch (LogException | FormatException | ObjectTooLarge e) {
            return false;
        }
    }

    /** What the authority has just got right may have been copied when it was wrong. */
    private void again(List<String> objects) throws IOException {
        for (String object : objects) {
            if (!copier.copied(object, ObjectHeaders.IMMUTABLE_BINARY)) {
                copier.again(object, ObjectHeaders.IMMUTABLE_BINARY);
            }
        }
    }

    /** Where there are no conditional writes, or no revision is known, whoever writes reads again until the larger one is there. */
    private void write(LogHead before, SignedCheckpoint mine) throws StoreException {
        if (!tooLong && to.capabilities().compareAndSet() && to.capabilities().putIfAbsent()) {
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
