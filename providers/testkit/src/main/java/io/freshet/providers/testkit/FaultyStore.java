package io.freshet.providers.testkit;

import io.freshet.providers.api.AccessDenied;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.BodyUnreadable;
import io.freshet.providers.api.Capabilities;
import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ListPage;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.Revision;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.providers.api.StoreUnavailable;
import io.freshet.providers.api.StoredObject;
import io.freshet.providers.api.Verb;
import io.freshet.providers.api.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A store whose calls go wrong on request, the same way each time: {@code new FaultyStore(store).when(Trigger.nth(2,
 * Verb.PUT), new Fault.LoseAnswer())}. Of several rules that hit one call the first one counts.
 */
public final class FaultyStore implements ObjectStore {
    private final ObjectStore store;
    private final List<Rule> rules = new ArrayList<>();
    private boolean dead;

    /** Works faultlessly until a rule is given. */
    public FaultyStore(ObjectStore store) {
        this.store = store;
    }

    /** Adds a rule, which counts from now on. */
    public synchronized FaultyStore when(Trigger trigger, Fault fault) {
        rules.add(new Rule(trigger, fault));
        return this;
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
        return call(
                Verb.GET,
                key,
                (sent, received) -> store.get(key, maxBytes)
                        .map(object -> new StoredObject(received.apply(object.bytes()), object.revision())));
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        return call(Verb.GET_RANGE, key, (sent, received) -> received.apply(store.getRange(key, offset, length)));
    }

    @Override
    public Optional<ObjectStat> stat(String key) throws StoreException {
        return call(Verb.STAT, key, (sent, received) -> store.stat(key));
    }

    @Override
    public Revision put(String key, Body body, ObjectHeaders headers) throws StoreException {
        return call(Verb.PUT, key, (sent, received) -> store.put(key, sent.apply(body), headers));
    }

    @Override
    public PutResult putIfAbsent(String key, Body body, ObjectHeaders headers) throws StoreException {
        return call(
                Verb.PUT_IF_ABSENT,
                key,
                (sent, received) -> store.putIfAbsent(key, sent.apply(body), headers),
                (sent, received) -> new PutResult.Stored(store.put(key, sent.apply(body), headers)));
    }

    @Override
    public CasResult compareAndSet(String key, Revision expected, Body body, ObjectHeaders headers)
            throws StoreException {
        return call(
                Verb.COMPARE_AND_SET,
                key,
                (sent, received) -> store.compareAndSet(key, expected, sent.apply(body), headers),
                (sent, received) -> new CasResult.Stored(store.put(key, sent.apply(body), headers)));
    }

    @Override
    public void delete(String key) throws StoreException {
        call(Verb.DELETE, key, (sent, received) -> {
            store.delete(key);
            return true;
        });
    }

    @Override
    public ListPage listPage(String prefix, Optional<String> after) throws StoreException {
        return call(Verb.LIST, prefix, (sent, received) -> store.listPage(prefix, after));
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> T call(Verb verb, String key, Exchange<T> exchange) throws StoreException {
        return call(verb, key, exchange, exchange);
    }

    /** @param unconditional the same call without its condition */
    private <T> T call(Verb verb, String key, Exchange<T> exchange, Exchange<T> unconditional) throws StoreException {
        Where where = Where.object(url(), key);
        Fault fault = faultOf(verb, key);
        return switch (fault) {
            case null -> exchange.plain();
            case Fault.Fail() -> throw new StoreUnavailable("the request got lost", where, null);
            case Fault.Deny() -> throw new AccessDenied("the store refused", where, "change the test", null);
            case Fault.LoseAnswer() -> {
                exchange.plain();
                throw new StoreUnavailable("the answer got lost", where, null);
            }
            case Fault.Cut(long bytes) -> throw cut(exchange, bytes, where);
            case Fault.Corrupt() -> exchange.send(DamagedBody::flipped, FaultyStore::flipped);
            case Fault.IgnoreCondition() -> unconditional.plain();
            case Fault.CrashBefore() -> throw die();
            case Fault.CrashAfter() -> {
                exchange.plain();
                throw die();
            }
            case Fault.Hold hold -> {
                await(hold, where);
                yield exchange.plain();
            }
        };
    }

    private synchronized @Nullable Fault faultOf(Verb verb, String key) {
        if (dead) {
            throw new Fault.Crash();
        }
        Fault first = null;
        for (Rule rule : rules) {
            if (rule.hits(verb, key) && first == null) {
                first = rule.fault;
            }
        }
        return first;
    }

    private synchronized Fault.Crash die() {
        dead = true;
        return new Fault.Crash();
    }

    private static <T> StoreException cut(Exchange<T> exchange, long bytes, Where where) {
        try {
            exchange.send(body -> DamagedBody.cut(body, bytes), UnaryOperator.identity());
        } catch (BodyUnreadable e) {
            return new StoreUnavailable("the connection broke after " + bytes + " bytes", where, e);
        } catch (StoreException e) {
            return e;
        }
        throw new IllegalStateException("a call without a body can't be cut: " + where);
    }

    private static void await(Fault.Hold hold, Where where) throws StoreInterrupted {
        hold.reached().countDown();
        try {
            hold.released().await();
        } catch (InterruptedException e) {
            throw new StoreInterrupted(where, e);
        }
    }

    private static byte[] flipped(byte[] bytes) {
        if (bytes.length > 0) {
            bytes[bytes.length / 2] ^= 1;
        }
        return bytes;
    }

    /** A call that lets the bytes be changed on their way. */
    private interface Exchange<T> {
        T send(UnaryOperator<Body> sent, UnaryOperator<byte[]> received) throws StoreException;

        default T plain() throws StoreException {
            return send(UnaryOperator.identity(), UnaryOperator.identity());
        }
    }

    private static final class Rule {
        private final Trigger trigger;
        private final Fault fault;
        private int count;

        Rule(Trigger trigger, Fault fault) {
            this.trigger = trigger;
            this.fault = fault;
        }

        boolean hits(Verb verb, String key) {
            if (!trigger.counts(verb, key)) {
                return false;
            }
            count++;
            return trigger.hits(count);
        }
    }
}
