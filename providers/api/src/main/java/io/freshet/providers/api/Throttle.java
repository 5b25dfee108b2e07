package io.freshet.providers.api;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A limit of bytes a second, shared by all streams that go through it. A token bucket that holds a second's worth: who
 * takes more than there is waits until the debt is paid.
 */
public final class Throttle {
    /** More than any network here has; the bucket counts no finer than a token a nanosecond. */
    private static final long FASTEST = 1_000_000_000;

    private final Bucket bucket;
    private final Sleeper sleeper;

    /**
     * @param bytesPerSecond positive; what is above 1 GB/s counts as that
     * @param nanoClock as {@link System#nanoTime}
     */
    public Throttle(long bytesPerSecond, LongSupplier nanoClock, Sleeper sleeper) {
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException("a rate must be positive: " + bytesPerSecond + " bytes/s");
        }
        long rate = Math.min(bytesPerSecond, FASTEST);
        this.bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(rate).refillGreedy(rate, Duration.ofSeconds(1)))
                .withCustomTimePrecision(new NanoClock(nanoClock))
                .build();
        this.sleeper = sleeper;
    }

    /** A limit by the real clock. */
    public static Throttle of(long bytesPerSecond) {
        return new Throttle(bytesPerSecond, System::nanoTime, Sleeper.real());
    }

    /**
     * Takes {@code bytes}, and blocks until they were allowed to flow.
     *
     * @throws InterruptedIOException if the thread is interrupted; its interrupt status is set
     */
    void take(long bytes) throws InterruptedIOException {
        if (bytes <= 0) {
            return;
        }
        long waitNanos = bucket.consumeIgnoringRateLimits(bytes);
        if (waitNanos > 0) {
            try {
                sleeper.sleep(Duration.ofNanos(waitNanos));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a rate limit held it back");
            }
        }
    }

    private record NanoClock(LongSupplier nanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
