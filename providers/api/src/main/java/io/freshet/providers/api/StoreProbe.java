package io.freshet.providers.api;

import io.freshet.core.Digest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Asks a store whether it honours conditional writes: some refuse them, some say yes and write all the same. Writes two
 * small objects under {@code probe/}, and removes them.
 *
 * <p>It finds a store that ignores conditions, not one that loses a race now and then.
 */
public final class StoreProbe {
    private static final Body FIRST = Body.of("first\n".getBytes(StandardCharsets.UTF_8));
    private static final Body SECOND = Body.of("second\n".getBytes(StandardCharsets.UTF_8));

    private final ObjectStore store;
    private final String keyPrefix;

    /** @param random for names that no other probe uses at the same time */
    public StoreProbe(ObjectStore store, RandomGenerator random) {
        this.store = store;
        this.keyPrefix = "probe/" + HexFormat.of().toHexDigits(random.nextLong());
    }

    /**
     * The store's declared capabilities, with its conditional writes as they were seen to be.
     *
     * @throws StoreException if the store can't be asked
     */
    public Capabilities probe() throws StoreException {
        return store.capabilities().withConditions(honoursAbsent(), honoursRevision());
    }

    /**
     * Makes sure that publications can be committed at this store.
     *
     * @throws ConditionUnsupported if it doesn't honour both conditions
     */
    public Capabilities requireAuthority() throws StoreException {
        Capabilities seen = probe();
        if (!seen.canBeAuthority()) {
            String missing = seen.putIfAbsent() ? "" : "put-if-absent (If-None-Match) ";
            missing += seen.compareAndSet() ? "" : "compare-and-set (If-Match) ";
            throw new ConditionUnsupported(
                    "this store doesn't honour " + missing.strip() + ", so that two publishers could both win",
                    Where.store(store.url()),
                    null);
        }
        return seen;
    }

    private boolean honoursAbsent() throws StoreException {
        String key = keyPrefix + ".absent";
        try {
            return store.putIfAbsent(key, FIRST, ObjectHeaders.MUTABLE_TEXT) instanceof PutResult.Stored
                    && store.putIfAbsent(key, SECOND, ObjectHeaders.MUTABLE_TEXT) instanceof PutResult.Exists
                    && holds(key, FIRST);
        } catch (ConditionUnsupported e) {
            return false;
        } finally {
            store.delete(key);
        }
    }

    private boolean honoursRevision() throws StoreException {
        String key = keyPrefix + ".revision";
        try {
            Revision first = store.put(key, FIRST, ObjectHeaders.MUTABLE_TEXT);
            boolean accepted =
                    store.compareAndSet(key, first, SECOND, ObjectHeaders.MUTABLE_TEXT) instanceof CasResult.Stored
                            && holds(key, SECOND);
            return accepted
                    && store.compareAndSet(key, first, FIRST, ObjectHeaders.MUTABLE_TEXT) instanceof CasResult.Conflict
                    && holds(key, SECOND);
        } catch (ConditionUnsupported e) {
            return false;
        } finally {
            store.delete(key);
        }
    }

    private boolean holds(String key, Body body) throws StoreException {
        Optional<StoredObject> object = store.get(key, (int) body.length() + 1024);
        return object.isPresent() && Digest.of(object.get().bytes()).equals(body.sha256());
    }
}
