package io.freshet.reader.log;

import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.SignedNote;
import io.freshet.core.log.TiledTree;
import io.freshet.core.log.TreeHead;
import io.freshet.core.log.VerifiedCheckpoint;
import io.freshet.core.trust.MetadataSource;
import io.freshet.fetcher.log.MirrorLog;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of a repository whose trust metadata are known.
 *
 * @param mirrors where it is read
 * @param log its name and keys
 */
public record OpenLog(MetadataSource mirrors, RepositoryLog log) {

    /** The tree that one mirror has, under a checkpoint that was accepted. */
    record Tree(MirrorLog mirror, VerifiedCheckpoint checkpoint, TiledTree tiles) {

        TreeHead head() {
            return tiles.head();
        }
    }

    /** The tree of the first mirror that has one. */
    Tree tree() throws IOException {
        List<String> failures = new ArrayList<>();
        for (String name : mirrors.mirrors()) {
            try {
                return tree(new MirrorLog(mirrors, name), log.policy());
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException | LogException e) {
                failures.add(name + ": " + e.getMessage());
            }
        }
        throw new NoLog(log.origin(), failures);
    }

    /** Whether the first mirror has a checkpoint, whatever is in it. */
    boolean exists() throws IOException {
        return first().get(LogPaths.CHECKPOINT, SignedNote.MOST_BYTES).isPresent();
    }

    /**
     * The tree of the first mirror, by a policy of one's own.
     *
     * @throws NoLog if it has no checkpoint
     */
    Tree treeUnder(LogPolicy policy) throws IOException, LogException {
        MirrorLog mirror = first();
        if (!exists()) {
            throw new NoLog(log.origin(), List.of(mirror.name() + ": has no " + LogPaths.CHECKPOINT));
        }
        return tree(mirror, policy);
    }

    private MirrorLog first() {
        return new MirrorLog(mirrors, mirrors.mirrors().getFirst());
    }

    private static Tree tree(MirrorLog mirror, LogPolicy policy) throws IOException, LogException {
        byte[] note = mirror.get(LogPaths.CHECKPOINT, SignedNote.MOST_BYTES)
                .orElseThrow(() -> new IOException("has no " + LogPaths.CHECKPOINT));
        VerifiedCheckpoint checkpoint = policy.accept(SignedCheckpoint.parse(note));
        return new Tree(mirror, checkpoint, TiledTree.open(checkpoint.head(), mirror));
    }
}
