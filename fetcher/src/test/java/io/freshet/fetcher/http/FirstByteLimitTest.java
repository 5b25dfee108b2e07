package io.freshet.fetcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FirstByteLimitTest {

    private final FirstByteLimit limit = new FirstByteLimit(Duration.ofSeconds(2));

    private Duration now() {
        return Duration.ofNanos(limit.nanos());
    }

    private void took(Duration duration, int times) {
        for (int i = 0; i < times; i++) {
            limit.took(duration.toNanos());
        }
    }

    @Test
    void nobodyIsLeftBeforeTheFloor() {
        assertThat(now()).isEqualTo(Duration.ofSeconds(2));
        took(Duration.ofMillis(20), 100);
        assertThat(now()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void itIsThreeTimesWhat95Of100Take() {
        took(Duration.ofSeconds(1), 61);
        took(Duration.ofSeconds(20), 3);
        assertThat(now()).isEqualTo(Duration.ofSeconds(3));
        took(Duration.ofSeconds(20), 1);
        assertThat(now()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aMirrorThatIsAlwaysSlowIsWaitedForLonger() {
        took(now(), 1);
        assertThat(now()).isEqualTo(Duration.ofSeconds(6));
        took(now(), 1);
        assertThat(now()).isEqualTo(Duration.ofSeconds(18));
        took(now(), 1);
        assertThat(now()).isEqualTo(Duration.ofSeconds(54));
        took(now(), 1);
        assertThat(now()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        took(Duration.ofSeconds(10), 64);
        took(Duration.ofMillis(20), 64);
        assertThat(now()).isEqualTo(Duration.ofSeconds(2));
    }
}
