package io.freshet.providers.api;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to try again, and when to give up: exponential delays with full jitter (each one uniform between zero and the
 * bound), as in M. Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
 *
 * @param maxAttempts of one request, the first one included; at least 1
 * @param base the bound of the first delay
 * @param cap the bound that no delay exceeds, one that the store asks for included
 * @param maxElapsed no attempt starts later than this after the first one
 */
public record RetryPolicy(int maxAttempts, Duration base, Duration cap, Duration maxElapsed) {

    /** Ten attempts within five minutes. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(10, Duration.ofMillis(100), Duration.ofSeconds(20), Duration.ofMinutes(5));

    public RetryPolicy {
        if (maxAttempts < 1 || !base.isPositive() || cap.compareTo(base) < 0 || maxElapsed.isNegative()) {
            throw new IllegalArgumentException("not a retry policy: " + maxAttempts + " attempts, delays from " + base
                    + " to " + cap + ", at most " + maxElapsed);
        }
    }

    /** How long to wait after failed attempt number {@code attempt}, counted from 1. */
    Duration delay(int attempt, RandomGenerator random) {
        long bound = cap.toNanos();
        if (attempt < Long.SIZE && base.toNanos() <= (bound >> (attempt - 1))) {
            bound = base.toNanos() << (attempt - 1);
        }
        return Duration.ofNanos(random.nextLong(bound + 1));
    }
}
