package io.freshet.publisher.commit;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.SignedNote;
import io.freshet.core.log.TreeHead;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.Revision;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoredObject;
import java.util.Optional;

/**
 * The checkpoint of a log at one destination. One that no present key has signed is as good as none: the tree is a
 * function of the sequence, and is made again from that.
 *
 * @param revision of the object, if there is one
 * @param checkpoint the valid one in it
 */
record LogHead(Optional<Revision> revision, Optional<SignedCheckpoint> checkpoint) {

    /** Of a log that has none, or none that counts. */
    static final LogHead NONE = new LogHead(Optional.empty(), Optional.empty());

    /**
     * Reads it.
     *
     * @throws ObjectTooLarge if it is longer than any checkpoint: who writes over one must have seen its revision
     */
    static LogHead read(ObjectStore store, RepositoryLog log) throws StoreException {
        Optional<StoredObject> object = store.get(LogPaths.CHECKPOINT, SignedNote.MOST_BYTES);
        return new LogHead(object.map(StoredObject::revision), object.flatMap(found -> accepted(found.bytes(), log)));
    }

    /** The same for who does not write there, or writes over whatever is there: one that is too long is none, either. */
    static LogHead readOrNone(ObjectStore store, RepositoryLog log) throws StoreException {
        try {
            return read(store, log);
        } catch (ObjectTooLarge e) {
            return NONE;
        }
    }

    private static Optional<SignedCheckpoint> accepted(byte[] note, RepositoryLog log) {
        try {
            return Optional.of(log.policy().accept(SignedCheckpoint.parse(note)).signed());
        } catch (FormatException | LogException e) {
            return Optional.empty();
        }
    }

    /** The tree that the destination has. */
    TreeHead head() {
        return checkpoint.map(SignedCheckpoint::head).orElse(TreeHead.EMPTY);
    }

    /** Whether it is of the same tree as {@code other}, and less signed. */
    boolean lacksSignaturesOf(SignedCheckpoint other) {
        return checkpoint.isPresent()
                && head().equals(other.head())
                && !checkpoint
                        .get()
                        .note()
                        .signatures()
                        .containsAll(other.note().signatures());
    }

    /** Puts {@code next} in its place; false where somebody else was faster. */
    boolean replace(ObjectStore store, SignedCheckpoint next) throws StoreException {
        Body body = Body.of(next.encode());
        return revision.isEmpty()
                ? store.putIfAbsent(LogPaths.CHECKPOINT, body, ObjectHeaders.MUTABLE_TEXT) instanceof PutResult.Stored
                : store.compareAndSet(LogPaths.CHECKPOINT, revision.get(), body, ObjectHeaders.MUTABLE_TEXT)
                        instanceof CasResult.Stored;
    }
}
