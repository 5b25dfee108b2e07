package io.freshet.fetcher.http;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is known of one mirror. Guarded by the lock of {@link Mirrors}. */
final class MirrorState {

    private static final long FIRST_REST_NANOS = 500_000_000;
    private static final long LONGEST_REST_NANOS = 30_000_000_000L;
    /** What is shorter takes as long as the way to the mirror and back, which says nothing of its rate. */
    private static final int MEASURED_BYTES = 256 << 10;

    private static final double WEIGHT_OF_NEWEST = 0.3;

    final Mirror mirror;
    private final SortedMap<String, Integer> faults = new TreeMap<>();
    /** Objects that this mirror is not asked for any more, and why. */
    private final Map<String, MirrorFault> quarantine = new HashMap<>();

    private final Map<Mirror, Integer> passedOn = new LinkedHashMap<>();

    private int outstanding;
    private double bytesPerSecond;
    private long bytes;
    private long requests;
    private long restNanos;
    private long restUntil;
    private boolean hasRested;

    MirrorState(Mirror mirror) {
        this.mirror = mirror;
    }

    MirrorLoad load(long now) {
        return new MirrorLoad(mirror, outstanding, bytesPerSecond, hasRested && restUntil - now > 0);
    }

    int outstanding() {
        return outstanding;
    }

    Optional<MirrorFault> quarantined(String object) {
        return Optional.ofNullable(quarantine.get(object));
    }

    void began() {
        outstanding++;
        requests++;
    }

    void gave(int count, long nanos, long now) {
        outstanding--;
        bytes += count;
        // What was under way before a fault says nothing of what is after it.
        if (rest(now) == 0) {
            restNanos = 0;
            hasRested = false;
        }
        if (nanos > 0 && count >= MEASURED_BYTES) {
            double rate = count * 1e9 / nanos;
            bytesPerSecond =
                    bytesPerSecond == 0 ? rate : bytesPerSecond * (1 - WEIGHT_OF_NEWEST) + rate * WEIGHT_OF_NEWEST;
        }
    }

    /** It did not give {@code object}, or not all of it. Where that won't pass it is not asked for it any more. */
    void failed(String object, MirrorFault fault, int count, long now) {
        outstanding--;
        bytes += count;
        note(fault);
        if (!fault.passing()) {
            quarantine.put(object, fault);
            return;
        }
        long asked = fault instanceof MirrorFault.Throttled throttled
                ? throttled.retryAfter().toNanos()
                : 0;
        // Faults of requests that were under way together count once.
        if (rest(now) == 0) {
            restNanos = Math.min(LONGEST_REST_NANOS, Math.max(FIRST_REST_NANOS, restNanos * 2));
        }
        restUntil = now + Math.max(rest(now), Math.max(restNanos, asked));
        hasRested = true;
    }

    void gaveWrongBytes(String object, MirrorFault fault) {
        quarantine.put(object, fault);
        note(fault);
    }

    /** A range that it failed to give came from another. */
    void passedOn(Mirror other) {
        passedOn.merge(other, 1, Integer::sum);
    }

    private void note(MirrorFault fault) {
        faults.merge(fault.getClass().getSimpleName(), 1, Integer::sum);
    }

    /** How long this mirror is left alone from now on, in nanoseconds. */
    long rest(long now) {
        return hasRested ? Math.max(0, restUntil - now) : 0;
    }

    MirrorReport report() {
        return new MirrorReport(
                mirror, bytes, requests, new TreeMap<>(faults), new LinkedHashMap<>(passedOn), quarantine.size());
    }
}
