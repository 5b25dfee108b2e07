package io.freshet.reader.store;

import io.freshet.core.FormatException;
import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreInterrupted;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Ranges of objects from object stores: of the first that gives them. One that gave wrong bytes of an object is not asked
 * for that object again. Retries are the stores' own.
 */
public final class StoreRanges implements RangeFetcher {

    /** Requests at once. */
    private static final int AT_ONCE = 8;

    private final List<ObjectStore> stores;
    private final Semaphore requests = new Semaphore(AT_ONCE);
    /** How many of the stores, from the first on, are passed by for an object. */
    private final Map<String, Integer> passed = new ConcurrentHashMap<>();

    /** @param stores at least one; they stay the caller's */
    public StoreRanges(List<ObjectStore> stores) {
        if (stores.isEmpty()) {
            throw new IllegalArgumentException("there must be a store");
        }
        this.stores = List.copyOf(stores);
    }

    @Override
    public Receipt fetch(ObjectRange range, byte[] into, int at) throws IOException {
        requests.acquireUninterruptibly();
        try {
            int first = passed.getOrDefault(range.object(), 0);
            for (int i = first; ; i++) {
                try {
                    byte[] bytes = stores.get(i).getRange(range.object(), range.offset(), range.length());
                    System.arraycopy(bytes, 0, into, at, bytes.length);
                    if (i > first) {
                        passed.merge(range.object(), i, Math::max);
                    }
                    return new Receipt(range, List.of(), Optional.empty());
                } catch (StoreInterrupted e) {
                    throw e;
                } catch (StoreException e) {
                    if (i + 1 >= stores.size()) {
                        throw e;
                    }
                }
            }
        } finally {
            requests.release();
        }
    }

    @Override
    public Receipt again(Receipt wrong, byte[] into, int at, String reason) throws IOException {
        String object = wrong.range().object();
        int next = passed.merge(object, 1, Integer::sum);
        if (next >= stores.size()) {
            passed.put(object, stores.size() - 1);
            throw new FormatException(wrong.range() + " at " + stores.getLast().url(), reason);
        }
        return fetch(wrong.range(), into, at);
    }

    @Override
    public List<MirrorReport> reports() {
        return List.of();
    }
}
