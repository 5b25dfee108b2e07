package io.freshet.fetcher.http;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is known of one mirror. Guarded by the lock of {@link Mirrors}. */
final class MirrorState {

    private static final long FIRST_REST_NANOS = 500_000_000;
    private static final long LONGEST_REST_NANOS = 30_000_000_000L;
    private static final double WEIGHT_OF_NEWEST = 0.3;

    final Mirror mirror;
    private final SortedMap<String, Integer> faults = new TreeMap<>();
    private final Set<String> quarantine = new HashSet<>();
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

    boolean quarantined(String object) {
        return quarantine.contains(object);
    }

    void began() {
        outstanding++;
        requests++;
    }

    void gave(int count, long nanos) {
        outstanding--;
        bytes += count;
        restNanos = 0;
        hasRested = false;
        if (nanos > 0 && count > 0) {
            double rate = count * 1e9 / nanos;
            bytesPerSecond =
                    bytesPerSecond == 0 ? rate : bytesPerSecond * (1 - WEIGHT_OF_NEWEST) + rate * WEIGHT_OF_NEWEST;
        }
    }

    void failed(MirrorFault fault, int count, long now) {
        outstanding--;
        bytes += count;
        note(fault);
        if (fault.passing()) {
            restNanos = Math.min(LONGEST_REST_NANOS, Math.max(FIRST_REST_NANOS, restNanos * 2));
            long asked = fault instanceof MirrorFault.Throttled throttled
                    ? throttled.retryAfter().toNanos()
                    : 0;
            restUntil = now + Math.max(restNanos, asked);
            hasRested = true;
        }
    }

    void gaveWrongBytes(String object, MirrorFault fault) {
        quarantine.add(object);
        note(fault);
    }

    private void note(MirrorFault fault) {
        faults.merge(fault.getClass().getSimpleName(), 1, Integer::sum);
    }

    /** How long this mirror is left alone from now on, in nanoseconds. */
    long rest(long now) {
        return hasRested ? Math.max(0, restUntil - now) : 0;
    }

    MirrorReport report() {
        return new MirrorReport(mirror, bytes, requests, new TreeMap<>(faults), quarantine.size());
    }
}
