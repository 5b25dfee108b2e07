package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TilePath;
import io.freshet.core.log.TiledTree;
import io.freshet.core.log.TlogProof;
import io.freshet.core.log.TreeHead;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.trust.TrustedState;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What holds of the log's tree at a destination at every moment (commit protocol, section 5), over all checks. */
final class LogLaws {

    private final Digest firstRoot;
    private final Map<String, TreeHead> seen = new HashMap<>();

    LogLaws(byte[] firstRoot) {
        this.firstRoot = Digest.of(firstRoot);
    }

    /** The tree has every entry that was released, and is one that has grown from what was seen before. */
    void check(ObjectStore store, TrustedState trusted) throws IOException, LogException {
        long released = trusted.snapshot().orElseThrow().signed().custom().log();
        Optional<StoredObject> note = store.get(LogPaths.CHECKPOINT, Integer.MAX_VALUE);
        if (note.isEmpty()) {
            assertThat(released).as("covered: no checkpoint at %s", store.url()).isZero();
            return;
        }
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(note.get().bytes());
        TreeHead head = log(trusted).policy().accept(checkpoint).head();
        assertThat(head.size()).as("covered: at %s", store.url()).isGreaterThanOrEqualTo(released);
        TiledTree tree = TiledTree.open(head, path -> tile(store, path));
        for (long index = 0; index * TilePath.FULL < head.size(); index++) {
            entries(store, tree.entries(index), index * TilePath.FULL);
        }
        TreeHead before = seen.getOrDefault(store.url(), TreeHead.EMPTY);
        assertThat(head.size()).as("never shrinks: at %s", store.url()).isGreaterThanOrEqualTo(before.size());
        assertThat(tree.headAt(before.size())).as("grown: at %s", store.url()).isEqualTo(before);
        seen.put(store.url(), head);
    }

    private static void entries(ObjectStore store, List<byte[]> entries, long first) throws IOException {
        for (int i = 0; i < entries.size(); i++) {
            assertThat(entries.get(i)).isEqualTo(bytes(store, LogPaths.entry(first + i)));
        }
    }

    /** The channel's release has a proof; one under a key that was replaced holds by the tree, which has been checked. */
    void proven(ObjectStore store, TrustedState trusted, Pointer pointer) throws IOException, LogException {
        TlogProof proof = TlogProof.parse(bytes(store, LogPaths.proof(pointer.log())));
        assertThat(proof.inclusion().index()).isEqualTo(pointer.log());
        // A fetcher compares the tree of the proof with what it has seen.
        TiledTree.open(proof.checkpoint().head(), path -> tile(store, path));
        byte[] entry = bytes(store, LogPaths.entry(pointer.log()));
        try {
            assertThat(proof.verify(entry, log(trusted).policy()).head().size()).isGreaterThan(pointer.log());
        } catch (LogException.NotSigned byAnotherKey) {
            assertThat(trusted.root().signed().version())
                    .as("proven: by a key that was replaced")
                    .isGreaterThan(1);
        }
    }

    private RepositoryLog log(TrustedState trusted) {
        return RepositoryLog.of(firstRoot, trusted.root().signed());
    }

    private static Optional<byte[]> tile(ObjectStore store, TilePath path) throws IOException {
        return store.get(LogPaths.tile(path), path.mostBytes()).map(StoredObject::bytes);
    }

    private static byte[] bytes(ObjectStore store, String key) throws IOException {
        return store.get(key, Integer.MAX_VALUE)
                .orElseThrow(() -> new AssertionError("covered: " + key + " is not at " + store.url()))
                .bytes();
    }
}
