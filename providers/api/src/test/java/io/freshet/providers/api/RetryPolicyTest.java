package io.freshet.providers.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RetryPolicyTest {
    private static final RetryPolicy POLICY =
            new RetryPolicy(200, Duration.ofMillis(100), Duration.ofSeconds(20), Duration.ofMinutes(5));

    @Property
    void delaysLieBetweenZeroAndABoundThatDoublesUpToTheCap(
            @ForAll @IntRange(min = 1, max = 200) int attempt, @ForAll long seed) {
        Duration delay = POLICY.delay(attempt, new SplittableRandom(seed));
        double bound = Math.min(20, 0.1 * Math.pow(2, attempt - 1));
        assertThat(delay.toNanos() / 1e9).isBetween(0.0, bound + 1e-9);
    }
}
