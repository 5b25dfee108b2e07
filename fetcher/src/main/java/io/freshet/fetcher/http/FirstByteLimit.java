package io.freshet.fetcher.http;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long a mirror may think before it answers: three times what it takes in 95 of 100 cases, but never less than the
 * floor, and never more than a minute. One that had to be given up counts with the time that it was given, so that a
 * mirror which is always slow is waited for longer, and not given up for ever.
 */
final class FirstByteLimit {

    private static final int KEPT = 64;
    private static final long MOST_NANOS = Duration.ofMinutes(1).toNanos();

    private final long floor;
    private final long[] samples = new long[KEPT];
    private long count;

    FirstByteLimit(Duration floor) {
        this.floor = floor.toNanos();
    }

    /** Notes how long an answer took, or how long it was waited for. */
    synchronized void took(long nanos) {
        samples[(int) (count++ % KEPT)] = nanos;
    }

    /** In nanoseconds. */
    synchronized long nanos() {
        int known = (int) Math.min(count, KEPT);
        if (known == 0) {
            return floor;
        }
        long[] sorted = Arrays.copyOf(samples, known);
        Arrays.sort(sorted);
        long p95 = sorted[Math.ceilDiv(known * 95, 100) - 1];
        return Math.clamp(3 * p95, floor, Math.max(floor, MOST_NANOS));
    }
}
