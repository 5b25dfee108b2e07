package io.freshet.publisher.commit;

import io.freshet.providers.api.Sleeper;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long who lost a race waits before it tries again: not at all the first three times, then a random time of up to 100
 * ms, doubled each time, at most 5 s (commit protocol, section 4). The only one of the commit protocol; requests that fail
 * are repeated by the stores.
 */
public final class Backoff {

    private static final int AT_ONCE = 3;
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 5_000;
    private static final int DOUBLINGS = 6;

    private final Sleeper sleeper;
    private final RandomGenerator random;

    /** @param random differs between processes */
    public Backoff(Sleeper sleeper, RandomGenerator random) {
        this.sleeper = sleeper;
        this.random = random;
    }

    /** @param lost how many races were lost before this one */
    void await(int lost) throws InterruptedException {
        if (lost >= AT_ONCE) {
            sleeper.sleep(Duration.ofMillis(random.nextLong(longest(lost) + 1)));
        }
    }

    private static long longest(int lost) {
        return Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(lost - AT_ONCE, DOUBLINGS));
    }
}
