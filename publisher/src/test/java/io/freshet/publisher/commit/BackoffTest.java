package io.freshet.publisher.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whoever loses a race tries again at once, three times, and then waits longer and longer. */
class BackoffTest {

    @Test
    void threeAtOnceThenRandomDelays() throws Exception {
        List<Duration> slept = new ArrayList<>();
        Backoff backoff = new Backoff(slept::add, new SplittableRandom(7));
        for (int lost = 0; lost < 3; lost++) {
            backoff.await(lost);
        }
        assertThat(slept).isEmpty();
        for (int lost = 3; lost < 40; lost++) {
            backoff.await(lost);
            long most = lost < 9 ? 100L << (lost - 3) : 5_000;
            assertThat(slept.getLast()).isBetween(Duration.ZERO, Duration.ofMillis(most));
        }
        assertThat(slept).anyMatch(time -> time.compareTo(Duration.ofMillis(2_500)) > 0);
        assertThat(slept).doesNotHaveDuplicates();
    }
}
