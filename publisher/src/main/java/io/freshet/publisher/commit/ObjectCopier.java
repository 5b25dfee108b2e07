package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.pack.Pack;
import io.freshet.core.trust.SnapshotCustom.CondemnedRef;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.BodyUnreadable;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectMissing;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoredObject;
import io.freshet.providers.api.Where;
import io.freshet.publisher.crew.InParallel;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Copies objects that never change from one store to another, each only if it isn't there, several at once. Memory: a
 * piece of a pack, or a document, for each.
 */
final class ObjectCopier {

    private static final int AT_ONCE = 6;
    /** From so many on, one listing is cheaper than asking for each. */
    private static final int LIST_FROM = 200;

    private static final int MAX_DOCUMENT = 8 << 20;

    private final ObjectStore from;
    private final ObjectStore to;
    private final LongAdder objects = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    ObjectCopier(ObjectStore from, ObjectStore to) {
        this.from = from;
        this.to = to;
    }

    /** How many objects were copied. */
    long objects() {
        return objects.sum();
    }

    /** How many bytes they had. */
    long bytes() {
        return bytes.sum();
    }

    void packs(Collection<Digest> packs) throws IOException, InterruptedException {
        Set<String> listed = new HashSet<>();
        if (packs.size() >= LIST_FROM) {
            to.list("packs/", object -> listed.add(object.key()));
        }
        InParallel.each(packs, AT_ONCE, pack -> {
            String path = Pack.path(pack);
            if (packs.size() >= LIST_FROM ? !listed.contains(path) : isMissing(path)) {
                stream(path, pack, ObjectHeaders.IMMUTABLE_BINARY);
            }
        });
    }

    void documents(Collection<String> paths) throws IOException, InterruptedException {
        InParallel.each(paths, AT_ONCE, this::document);
    }

    void document(String path) throws IOException {
        if (!documentIfThere(path)) {
            throw gone(path);
        }
    }

    /** Copies a document that may have been removed since; says whether there is one at either place. */
    boolean documentIfThere(String path) throws IOException {
        return !isMissing(path) || again(path, ObjectHeaders.IMMUTABLE_JSON);
    }

    /** Copies those that are missing; says whether what was there has the bytes that it should have been copied with. */
    boolean binaries(Collection<String> paths) throws IOException, InterruptedException {
        AtomicBoolean same = new AtomicBoolean(true);
        InParallel.each(paths, AT_ONCE, path -> {
            if (!copied(path, ObjectHeaders.IMMUTABLE_BINARY)) {
                same.set(false);
            }
        });
        return same.get();
    }

    /**
     * Copies an object that is missing.
     *
     * @return false if one is there that has other bytes: it is left as it is
     */
    boolean copied(String path, ObjectHeaders headers) throws IOException {
        if (!isMissing(path)) {
            return isSame(path);
        }
        if (!again(path, headers)) {
            throw gone(path);
        }
        return true;
    }

    /** Whether an object that is there has the bytes of the one that it would be copied from, if that is there, too. */
    boolean isSame(String path) throws IOException {
        Optional<StoredObject> mine = from.get(path, MAX_DOCUMENT);
        try {
            return mine.isEmpty()
                    || to.get(path, MAX_DOCUMENT)
                            .filter(theirs ->
                                    Arrays.equals(theirs.bytes(), mine.get().bytes()))
                            .isPresent();
        } catch (ObjectTooLarge e) {
            return false;
        }
    }

    /** Copies an object over whatever is there; says whether there is one to be copied. */
    boolean again(String path, ObjectHeaders headers) throws IOException {
        Optional<byte[]> document = from.get(path, MAX_DOCUMENT).map(StoredObject::bytes);
        if (document.isPresent()) {
            write(path, Body.of(document.get()), headers);
        }
        return document.isPresent();
    }

    /** Writes what is known to be right over whatever is there. */
    void replace(String path, byte[] right, ObjectHeaders headers) throws IOException {
        write(path, Body.of(right), headers);
    }

    void condemned(CondemnedRef list) throws IOException {
        if (isMissing(list.path())) {
            stream(list.path(), list.sha256(), ObjectHeaders.IMMUTABLE_JSON);
        }
    }

    boolean isMissing(String path) throws IOException {
        return to.stat(path).isEmpty();
    }

    private void stream(String path, Digest sha256, ObjectHeaders headers) throws IOException {
        ObjectStat stat = from.stat(path).orElseThrow(() -> gone(path));
        try {
            write(path, new StoredBody(from, path, stat.size(), sha256), headers);
        } catch (BodyUnreadable e) {
            // It is the other store that can't be read, and that says why.
            throw e.getCause() instanceof StoreException cause ? cause : e;
        }
    }

    private void write(String path, Body body, ObjectHeaders headers) throws IOException {
        to.put(path, body, headers);
        objects.increment();
        bytes.add(body.length());
    }

    private ObjectMissing gone(String path) {
        return new ObjectMissing(Where.object(from.url(), path));
    }
}
