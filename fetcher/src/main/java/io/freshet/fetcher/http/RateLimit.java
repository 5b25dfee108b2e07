package io.freshet.fetcher.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Keeps all transfers together below a rate: each reader asks before it reads, and waits where it must. */
final class RateLimit {

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private long freeAt;

    /** @param bytesPerSecond 0 for no limit */
    RateLimit(long bytesPerSecond, LongSupplier nanoTime, Pause pause) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.freeAt = nanoTime.getAsLong();
    }

    /** Waits until {@code bytes} more are due; answers for how many nanoseconds. */
    long take(int bytes) throws InterruptedException {
        if (bytesPerSecond == 0) {
            return 0;
        }
        long wait;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            freeAt = Math.max(freeAt, now) + (long) (bytes * 1e9 / bytesPerSecond);
            wait = freeAt - now;
        }
        pause.await(Duration.ofNanos(wait));
        return wait;
    }
}
