package io.freshet.providers.api;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/**
 * Counts requests and bytes by verb. Below {@link RetryingStore} it counts every attempt, above it only what the caller
 * asked for.
 */
public final class MeteredStore implements ObjectStore {
    private final ObjectStore store;
    private final Map<Verb, Counters> counters = new EnumMap<>(Verb.class);

    public MeteredStore(ObjectStore store) {
        this.store = store;
        for (Verb verb : Verb.values()) {
            counters.put(verb, new Counters());
        }
    }

    /** The traffic of one verb so far. */
    public Traffic traffic(Verb verb) {
        return counters(verb).traffic();
    }

    /** All traffic so far. */
    public Traffic traffic() {
        return counters.values().stream().map(Counters::traffic).reduce(new Traffic(0, 0, 0, 0), Traffic::plus);
    }

    @Override
    public String url() {
        return store.url();
    }

    @Override
    public Capabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Optional<StoredObject> get(String key, int maxBytes) throws StoreException {
        return receive(
                Verb.GET,
                () -> store.get(key, maxBytes),
                object -> object.map(o -> o.bytes().length).orElse(0));
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        return receive(Verb.GET_RANGE, () -> store.getRange(key, offset, length), bytes -> bytes.length);
    }

    @Override
    public Optional<ObjectStat> stat(String key) throws StoreException {
        return receive(Verb.STAT, () -> store.stat(key), stat -> 0);
    }

    @Override
    public Revision put(String key, Body body, ObjectHeaders headers) throws StoreException {
        return send(Verb.PUT, () -> store.put(key, body, headers), revision -> body.length());
    }

    @Override
    public PutResult putIfAbsent(String key, Body body, ObjectHeaders headers) throws StoreException {
        return send(
                Verb.PUT_IF_ABSENT,
                () -> store.putIfAbsent(key, body, headers),
                result -> result instanceof PutResult.Stored ? body.length() : 0);
    }

    @Override
    public CasResult compareAndSet(String key, Revision expected, Body body, ObjectHeaders headers)
            throws StoreException {
        return send(
                Verb.COMPARE_AND_SET,
                () -> store.compareAndSet(key, expected, body, headers),
                result -> result instanceof CasResult.Stored ? body.length() : 0);
    }

    @Override
    public void delete(String key) throws StoreException {
        Request<Boolean> request = () -> {
            store.delete(key);
            return true;
        };
        count(Verb.DELETE, request);
    }

    @Override
    public ListPage listPage(String prefix, Optional<String> after) throws StoreException {
        return count(Verb.LIST, () -> store.listPage(prefix, after));
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> T receive(Verb verb, Request<T> request, ToLongFunction<T> bytes) throws StoreException {
        T answer = count(verb, request);
        counters(verb).received.add(bytes.applyAsLong(answer));
        return answer;
    }

    private <T> T send(Verb verb, Request<T> request, ToLongFunction<T> bytes) throws StoreException {
        T answer = count(verb, request);
        counters(verb).sent.add(bytes.applyAsLong(answer));
        return answer;
    }

    private <T> T count(Verb verb, Request<T> request) throws StoreException {
        counters(verb).requests.increment();
        try {
            return request.send();
        } catch (StoreException e) {
            counters(verb).failures.increment();
            throw e;
        }
    }

    private Counters counters(Verb verb) {
        return Objects.requireNonNull(counters.get(verb));
    }

    private static final class Counters {
        final LongAdder requests = new LongAdder();
        final LongAdder failures = new LongAdder();
        final LongAdder sent = new LongAdder();
        final LongAdder received = new LongAdder();

        Traffic traffic() {
            return new Traffic(requests.sum(), failures.sum(), sent.sum(), received.sum());
        }
    }
}
