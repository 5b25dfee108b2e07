package io.freshet.reader.log;

import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.SignedNote;
import io.freshet.core.log.TiledTree;
import io.freshet.core.log.TreeHead;
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
    record Tree(MirrorLog mirror, TiledTree tiles) {

        TreeHead head() {
            return tiles.head();
        }
    }

    /** The tree of the first mirror that has one. */
    Tree tree() throws IOException {
        List<String> failures = new ArrayList<>();
        for (String name : mirrors.mirrors()) {
            try {
                return tree(new MirrorLog(mirrors, name));
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException | LogException e) {
                failures.add(name + ": " + e.getMessage());
            }
        }
        throw new NoLog(log.origin(), failures);
    }

    private Tree tree(MirrorLog mirror) throws IOException, LogException {
        byte[] note = mirror.get(LogPaths.CHECKPOINT, SignedNote.MOST_BYTES)
                .orElseThrow(() -> new IOException("has no " + LogPaths.CHECKPOINT));
        TreeHead head = log.policy().accept(SignedCheckpoint.parse(note)).head();
        return new Tree(mirror, TiledTree.open(head, mirror));
    }
}
