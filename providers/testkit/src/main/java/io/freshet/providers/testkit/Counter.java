package io.freshet.providers.testkit;

import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.RetryingStore;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoredObject;
import java.nio.charset.StandardCharsets;

/** A number in an object, raised by compare-and-set: if a store loses one race, the sum is too small. */
public final class Counter {
    /** How many writers raise it at once. */
    public static final int WRITERS = 8;

    /** How often each writer raises it. */
    public static final int BUMPS_EACH = 5;

    private static final String KEY = "counter";

    private Counter() {}

    /** Creates it at zero. */
    public static void create(ObjectStore store) throws StoreException {
        store.put(KEY, Bodies.text("0"), ObjectHeaders.MUTABLE_TEXT);
    }

    /** What it says. */
    public static int value(ObjectStore store) throws StoreException {
        return parse(store.get(KEY, 100).orElseThrow());
    }

    /** Raises it {@code times} times, as often as others come between; the caller closes the store. */
    @SuppressWarnings("resource") // the retrying store owns nothing but the one it wraps
    public static void bump(ObjectStore store, int times) throws StoreException {
        RetryingStore retrying = RetryingStore.of(store);
        int done = 0;
        while (done < times) {
            StoredObject read = retrying.get(KEY, 100).orElseThrow();
            CasResult result = retrying.compareAndSet(
                    KEY, read.revision(), Bodies.text("" + (parse(read) + 1)), ObjectHeaders.MUTABLE_TEXT);
            if (result instanceof CasResult.Stored) {
                done++;
            }
        }
    }

    private static int parse(StoredObject object) {
        return Integer.parseInt(new String(object.bytes(), StandardCharsets.UTF_8));
    }
}
