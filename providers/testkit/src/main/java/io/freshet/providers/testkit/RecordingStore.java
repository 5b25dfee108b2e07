package io.freshet.providers.testkit;

import io.freshet.providers.api.Body;
import io.freshet.providers.api.Capabilities;
import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ListPage;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.Revision;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoredObject;
import io.freshet.providers.api.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes notes of every call, in the order in which the calls began: for assertions on the work that was done. */
public final class RecordingStore implements ObjectStore {
    private final ObjectStore store;
    private final List<Call> calls = new ArrayList<>();

    public RecordingStore(ObjectStore store) {
        this.store = store;
    }

    /**
     * One call.
     *
     * @param key the key or prefix
     * @param bytes asked for or sent; the limit of a {@link Verb#GET}; 0 where there is no such thing
     */
    public record Call(Verb verb, String key, long bytes) {
        /** Whether it changes the store, or tries to. */
        public boolean writes() {
            return switch (verb) {
                case PUT, PUT_IF_ABSENT, COMPARE_AND_SET, DELETE -> true;
                case GET, GET_RANGE, STAT, LIST -> false;
            };
        }
    }

    /** All calls so far. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** All calls so far with one of these verbs. */
    public List<Call> calls(Verb... verbs) {
        Set<Verb> wanted = EnumSet.copyOf(Arrays.asList(verbs));
        return calls().stream().filter(call -> wanted.contains(call.verb())).toList();
    }

    /** All calls so far that change something: as many as there are kill points between them. */
    public List<Call> writes() {
        return calls().stream().filter(Call::writes).toList();
    }

    /** Forgets what was recorded. */
    public synchronized void reset() {
        calls.clear();
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
        note(Verb.GET, key, maxBytes);
        return store.get(key, maxBytes);
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        note(Verb.GET_RANGE, key, length);
        return store.getRange(key, offset, length);
    }

    @Override
    public Optional<ObjectStat> stat(String key) throws StoreException {
        note(Verb.STAT, key, 0);
        return store.stat(key);
    }

    @Override
    public Revision put(String key, Body body, ObjectHeaders headers) throws StoreException {
        note(Verb.PUT, key, body.length());
        return store.put(key, body, headers);
    }

    @Override
    public PutResult putIfAbsent(String key, Body body, ObjectHeaders headers) throws StoreException {
        note(Verb.PUT_IF_ABSENT, key, body.length());
        return store.putIfAbsent(key, body, headers);
    }

    @Override
    public CasResult compareAndSet(String key, Revision expected, Body body, ObjectHeaders headers)
            throws StoreException {
        note(Verb.COMPARE_AND_SET, key, body.length());
        return store.compareAndSet(key, expected, body, headers);
    }

    @Override
    public void delete(String key) throws StoreException {
        note(Verb.DELETE, key, 0);
        store.delete(key);
    }

    @Override
    public ListPage listPage(String prefix, Optional<String> after) throws StoreException {
        note(Verb.LIST, prefix, 0);
        return store.listPage(prefix, after);
    }

    @Override
    public void close() {
        store.close();
    }

    private synchronized void note(Verb verb, String key, long bytes) {
        calls.add(new Call(verb, key, bytes));
    }
}
