package io.freshet.providers.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The attempts of one request so far. */
final class Attempts {
    private final RetryPolicy policy;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Instant start;
    private int failed;

    Attempts(RetryPolicy policy, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
        this.policy = policy;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
        this.start = clock.instant();
    }

    /** Waits before the next attempt; false, without waiting, if there is none. */
    boolean again(StoreException failure) throws StoreInterrupted {
        failed++;
        if (!failure.retryable() || failed >= policy.maxAttempts()) {
            return false;
        }
        Duration delay = delay(failure);
        if (clock.instant().plus(delay).isAfter(start.plus(policy.maxElapsed()))) {
            return false;
        }
        try {
            sleeper.sleep(delay);
            return true;
        } catch (InterruptedException e) {
            throw new StoreInterrupted(failure.where(), e);
        }
    }

    private Duration delay(StoreException failure) {
        Duration jittered = policy.delay(failed, random);
        if (failure instanceof StoreUnavailable unavailable) {
            Duration asked = unavailable.retryAfter().orElse(Duration.ZERO);
            Duration wait = asked.compareTo(policy.cap()) > 0 ? policy.cap() : asked;
            return wait.compareTo(jittered) > 0 ? wait : jittered;
        }
        return jittered;
    }
}
