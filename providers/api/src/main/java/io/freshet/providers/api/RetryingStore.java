package io.freshet.providers.api;

import io.freshet.core.Digest;
import io.freshet.core.SuppressForbidden;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Tries retryable failures again: the one place that does.
 *
 * <p>A conditional write whose answer was lost is never repeated blindly, since the first one may have been stored and
 * would then refuse its own repetition. The object is read first: bytes equal to the caller's mean that the write won, a
 * state that the condition still accepts is tried again, anything else has lost. A refusal that follows a lost answer is
 * checked in the same way. So, after a lost answer only, {@link #putIfAbsent} says {@link PutResult.Stored} as well where
 * another writer stored the very same bytes; and {@link #compareAndSet} says {@link CasResult.Conflict} as well where our
 * write won and was replaced since. If it can't be found out, the error is {@link OutcomeUnknown}.
 *
 * <p>Reading again takes as much heap as the body is long, for one write at a time.
 */
public final class RetryingStore implements ObjectStore {
    /** Of what is read to compare; enough for everything that is written by compare-and-set. */
    private static final int LOOK_AT_LEAST = 1 << 20;

    private final ObjectStore store;
    private final RetryPolicy policy;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final ReentrantLock looking = new ReentrantLock();

    /** @param random for the jitter; used by several threads at once */
    public RetryingStore(
            ObjectStore store, RetryPolicy policy, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
        this.store = store;
        this.policy = policy;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
    }

    /** With the usual policy, and the real clock and sleeper. */
    @SuppressForbidden("jitter must differ between processes, and nothing is decided by it")
    public static RetryingStore of(ObjectStore store) {
        return new RetryingStore(store, RetryPolicy.DEFAULT, InstantSource.system(), Sleeper.real(), new Random());
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
        return retry(() -> store.get(key, maxBytes));
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        return retry(() -> store.getRange(key, offset, length));
    }

    @Override
    public Optional<ObjectStat> stat(String key) throws StoreException {
        return retry(() -> store.stat(key));
    }

    @Override
    public Revision put(String key, Body body, ObjectHeaders headers) throws StoreException {
        return retry(() -> store.put(key, body, headers));
    }

    @Override
    public PutResult putIfAbsent(String key, Body body, ObjectHeaders headers) throws StoreException {
        Optional<Revision> stored = writeOnce(
                key,
                body,
                () -> switch (store.putIfAbsent(key, body, headers)) {
                    case PutResult.Stored(Revision revision) -> Optional.of(revision);
                    case PutResult.Exists() -> Optional.empty();
                },
                Optional::isEmpty);
        return stored.<PutResult>map(PutResult.Stored::new).orElseGet(PutResult.Exists::new);
    }

    @Override
    public CasResult compareAndSet(String key, Revision expected, Body body, ObjectHeaders headers)
            throws StoreException {
        Optional<Revision> stored = writeOnce(
                key,
                body,
                () -> switch (store.compareAndSet(key, expected, body, headers)) {
                    case CasResult.Stored(Revision revision) -> Optional.of(revision);
                    case CasResult.Conflict() -> Optional.empty();
                },
                found -> found.isPresent() && found.get().mayBe(expected));
        return stored.<CasResult>map(CasResult.Stored::new).orElseGet(CasResult.Conflict::new);
    }

    @Override
    public void delete(String key) throws StoreException {
        retry(() -> {
            store.delete(key);
            return true;
        });
    }

    @Override
    public ListPage listPage(String prefix, Optional<String> after) throws StoreException {
        return retry(() -> store.listPage(prefix, after));
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> T retry(Request<T> request) throws StoreException {
        Attempts attempts = attempts();
        while (true) {
            try {
                return request.send();
            } catch (StoreException e) {
                if (!attempts.again(e)) {
                    throw e;
                }
            }
        }
    }

    /** Sends a conditional write until it is known to be stored (its revision) or refused (empty). */
    private Optional<Revision> writeOnce(
            String key, Body body, Request<Optional<Revision>> write, Predicate<Optional<Found>> open)
            throws StoreException {
        return new ConditionalWrite(Where.object(url(), key), () -> look(key, body), write, open).run(attempts());
    }

    private Optional<Found> look(String key, Body body) throws StoreException {
        int limit = Math.clamp(body.length(), LOOK_AT_LEAST, Integer.MAX_VALUE - 16);
        looking.lock();
        try {
            return store.get(key, limit)
                    .map(there -> new Found(
                            Optional.of(there.revision()),
                            Digest.of(there.bytes()).equals(body.sha256())));
        } catch (ObjectTooLarge e) {
            return Optional.of(new Found(Optional.empty(), false));
        } finally {
            looking.unlock();
        }
    }

    private Attempts attempts() {
        return new Attempts(policy, clock, sleeper, random);
    }
}
