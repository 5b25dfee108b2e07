package io.freshet.fetcher.http;

import io.freshet.core.proxy.Proxies;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * All mirrors of a repository. A range comes from the one that seems best; when that fails, the rest of the range comes
 * from another; a mirror that gave wrong bytes of an object is not asked for that object again.
 */
public final class Mirrors implements RangeFetcher, AutoCloseable {

    private static final int GETTING_ON_BYTES = 64 << 10;

    private final List<MirrorState> states;
    private final MirrorClient client;
    private final HttpLimits limits;
    private final MirrorChoice choice;
    private final Pause pause;
    private final LongSupplier nanoTime;
    private final Semaphore requests;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();

    /**
     * Mirrors that are reached as the environment says.
     *
     * @param pause how to wait before a mirror is asked again
     * @param nanoTime the clock of rates and rests
     * @throws IllegalArgumentException if the environment names a proxy that is none
     */
    public Mirrors(List<Mirror> mirrors, HttpLimits limits, MirrorChoice choice, Pause pause, LongSupplier nanoTime) {
        this(mirrors, limits, Proxies.of(System.getenv()), choice, pause, nanoTime);
    }

    /** The same, reached through these proxies. */
    public Mirrors(
            List<Mirror> mirrors,
            HttpLimits limits,
            Proxies proxies,
            MirrorChoice choice,
            Pause pause,
            LongSupplier nanoTime) {
        if (mirrors.isEmpty()) {
            throw new IllegalArgumentException("there must be a mirror");
        }
        this.states = mirrors.stream().distinct().map(MirrorState::new).toList();
        this.limits = limits;
        this.choice = choice;
        this.pause = pause;
        this.nanoTime = nanoTime;
        this.requests = new Semaphore(limits.total());
        this.client =
                new MirrorClient(limits, proxies, new RateLimit(limits.bytesPerSecond(), nanoTime, pause), nanoTime);
    }

    /** The mirrors, in the order in which they were given. */
    public List<Mirror> mirrors() {
        return states.stream().map(state -> state.mirror).toList();
    }

    @Override
    public List<MirrorReport> reports() {
        lock.lock();
        try {
            return states.stream().map(MirrorState::report).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Receipt fetch(ObjectRange range, byte[] into, int at) throws IOException {
        return fetch(new Delivery(range, into, at), true, Set.of());
    }

    @Override
    public Receipt again(Receipt wrong, byte[] into, int at, String reason) throws IOException {
        boolean blamed = isOfOne(wrong);
        if (blamed) {
            quarantine(wrong, reason);
        }
        // Where several gave parts, one of them lied: the next try takes the whole range from one, who can be blamed.
        Receipt right = fetch(new Delivery(wrong.range(), into, at), false, Set.of());
        if (blamed) {
            passedOn(wrong.givers(), right.givers().getLast());
        }
        return right;
    }

    @Override
    public Receipt elsewhere(ObjectRange range, List<Receipt> tried, byte[] into, int at) throws IOException {
        Set<Mirror> without = tried.stream()
                .filter(Mirrors::isOfOne)
                .map(receipt -> receipt.givers().getFirst())
                .collect(Collectors.toSet());
        return fetch(new Delivery(range, into, at), false, without);
    }

    @Override
    public void blame(Receipt wrong, Receipt right, String reason) {
        if (isOfOne(wrong)) {
            quarantine(wrong, reason);
            passedOn(wrong.givers(), right.givers().getLast());
        }
    }

    private static boolean isOfOne(Receipt receipt) {
        return receipt.givers().size() == 1;
    }

    /**
     * Reads a whole object from one mirror.
     *
     * @param maxBytes the most that it may have
     * @throws MirrorFault.Missing where the mirror does not have it: says what it answered
     */
    public byte[] get(Mirror mirror, String object, int maxBytes) throws MirrorFault, InterruptedIOException {
        MirrorState state = begin(state(mirror));
        long started = nanoTime.getAsLong();
        try {
            byte[] bytes = client.get(mirror, object, maxBytes);
            end(() -> gave(state, bytes.length, started));
            return bytes;
        } catch (MirrorFault.Missing missing) {
            // Many objects are asked for to see whether they are there: that is no fault.
            end(() -> state.gave(0, 0, nanoTime.getAsLong()));
            throw missing;
        } catch (MirrorFault fault) {
            end(() -> state.failed(object, fault, 0, nanoTime.getAsLong()));
            throw fault;
        } catch (InterruptedIOException e) {
            end(() -> state.gave(0, 0, nanoTime.getAsLong()));
            throw e;
        }
    }

    /** Sets an object aside at the mirror that gave all of a range, which was wrong. */
    private void quarantine(Receipt wrong, String reason) {
        Mirror mirror = wrong.givers().getFirst();
        MirrorFault.Asked asked = new MirrorFault.Asked(mirror, wrong.range().toString(), wrong.requestId());
        lock.lock();
        try {
            state(mirror).gaveWrongBytes(wrong.range().object(), new MirrorFault.WrongBytes(asked, reason));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private Receipt fetch(Delivery delivery, boolean mayMix, Set<Mirror> without) throws IOException {
        Map<Mirror, MirrorFault> faults = new LinkedHashMap<>();
        Map<Mirror, Integer> tries = new HashMap<>();
        while (true) {
            MirrorState state = next(delivery.range, without, tries, faults);
            int before = delivery.received();
            long started = nanoTime.getAsLong();
            try {
                client.read(state.mirror, delivery);
                end(() -> gave(state, delivery.received() - before, started));
                passedOn(tries.keySet(), state.mirror);
                return delivery.receipt();
            } catch (MirrorFault fault) {
                int came = delivery.received() - before;
                end(() -> state.failed(delivery.range.object(), fault, came, nanoTime.getAsLong()));
                faults.put(state.mirror, fault);
                if (!mayMix) {
                    delivery.restart();
                }
                // A slow line gets on, too: what brought much is not held against the mirror.
                boolean gotOn = mayMix && came >= GETTING_ON_BYTES;
                tries.merge(state.mirror, gotOn ? 0 : 1, Integer::sum);
            } catch (InterruptedIOException e) {
                end(() -> state.gave(0, 0, nanoTime.getAsLong()));
                throw e;
            }
        }
    }

    /** Chooses the mirror to ask now, waiting for a free one, or for one to have rested where all have failed. */
    private MirrorState next(
            ObjectRange range, Set<Mirror> without, Map<Mirror, Integer> tries, Map<Mirror, MirrorFault> faults)
            throws IOException {
        List<MirrorState> left = new ArrayList<>();
        lock.lock();
        try {
            for (MirrorState state : states) {
                Optional<MirrorFault> quarantined = state.quarantined(range.object());
                if (quarantined.isPresent()) {
                    faults.put(state.mirror, quarantined.get());
                } else if (tries.getOrDefault(state.mirror, 0) < limits.rounds() && !without.contains(state.mirror)) {
                    left.add(state);
                }
            }
        } finally {
            lock.unlock();
        }
        if (left.isEmpty()) {
            throw new AllMirrorsFailed(range.toString(), List.copyOf(faults.values()));
        }
        return begin(awake(left, tries));
    }

    /** Of these, those that do not rest, once there is one, and that were asked least for this range. */
    private List<MirrorState> awake(List<MirrorState> left, Map<Mirror, Integer> tries) throws InterruptedIOException {
        while (true) {
            long now = nanoTime.getAsLong();
            Map<MirrorState, Long> rests = new LinkedHashMap<>();
            lock.lock();
            try {
                left.forEach(state -> rests.put(state, state.rest(now)));
            } finally {
                lock.unlock();
            }
            long shortest = Collections.min(rests.values());
            if (shortest == 0) {
                List<MirrorState> awake = left.stream()
                        .filter(state -> rests.getOrDefault(state, 0L) == 0)
                        .toList();
                int fewest = awake.stream()
                        .mapToInt(state -> tries.getOrDefault(state.mirror, 0))
                        .min()
                        .orElse(0);
                return awake.stream()
                        .filter(state -> tries.getOrDefault(state.mirror, 0) == fewest)
                        .toList();
            }
            rest(shortest);
        }
    }

    private void rest(long nanos) throws InterruptedIOException {
        try {
            pause.await(Duration.ofNanos(nanos));
        } catch (InterruptedException e) {
            throw MirrorClient.interrupted();
        }
    }

    private MirrorState begin(MirrorState only) throws InterruptedIOException {
        return begin(List.of(only));
    }

    private MirrorState begin(List<MirrorState> candidates) throws InterruptedIOException {
        try {
            requests.acquire();
            lock.lock();
        } catch (InterruptedException e) {
            throw MirrorClient.interrupted();
        }
        try {
            while (true) {
                List<MirrorState> free = candidates.stream()
                        .filter(state -> state.outstanding() < limits.perMirror())
                        .toList();
                if (!free.isEmpty()) {
                    long now = nanoTime.getAsLong();
                    MirrorState chosen = free.get(
                            choice.choose(free.stream().map(s -> s.load(now)).toList()));
                    chosen.began();
                    return chosen;
                }
                freed.await();
            }
        } catch (InterruptedException e) {
            requests.release();
            throw MirrorClient.interrupted();
        } finally {
            lock.unlock();
        }
    }

    private void gave(MirrorState state, int bytes, long started) {
        long now = nanoTime.getAsLong();
        state.gave(bytes, now - started, now);
    }

    private void passedOn(Collection<Mirror> from, Mirror to) {
        lock.lock();
        try {
            from.stream()
                    .filter(mirror -> !mirror.equals(to))
                    .forEach(mirror -> state(mirror).passedOn(to));
        } finally {
            lock.unlock();
        }
    }

    private void end(Runnable note) {
        lock.lock();
        try {
            note.run();
            freed.signalAll();
        } finally {
            lock.unlock();
            requests.release();
        }
    }

    private MirrorState state(Mirror mirror) {
        return states.stream()
                .filter(state -> state.mirror.equals(mirror))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(mirror + " is not one of the mirrors"));
    }
}
