package io.freshet.fetcher.http;

import java.util.function.LongSupplier;

/** Watches that a body keeps coming: over each stretch of time as long as the limit for a stall, at least the floor. */
final class Pace {

    private final HttpLimits limits;
    private final LongSupplier nanoTime;
    private long since;
    private long bytes;

    Pace(HttpLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /** Leaves out {@code nanos} in which nothing was read for reasons of our own. */
    void rested(long nanos) {
        since += nanos;
    }

    /** Notes {@code count} bytes more. */
    void came(int count, MirrorFault.Asked asked) throws MirrorFault.Stalled {
        bytes += count;
        long elapsed = nanoTime.getAsLong() - since;
        if (elapsed < limits.stall().toNanos()) {
            return;
        }
        if (bytes * 1e9 / elapsed < limits.floor()) {
            throw new MirrorFault.Stalled(asked, "gave only " + bytes + " bytes in " + elapsed / 1_000_000 + " ms");
        }
        since += elapsed;
        bytes = 0;
    }
}
