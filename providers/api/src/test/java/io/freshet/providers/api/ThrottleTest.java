package io.freshet.providers.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void whatExceedsTheRateIsPaidForInTime() throws Exception {
        Throttle throttle = new Throttle(1000, nanos::get, time -> nanos.addAndGet(time.toNanos()));
        for (int i = 0; i < 110; i++) {
            throttle.take(100);
        }
        // A second's worth was there to begin with.
        assertThat(Duration.ofNanos(nanos.get()).toMillis()).isBetween(9_990L, 10_010L);
    }

    @Test
    void anInterruptEndsTheWait() {
        Throttle throttle = new Throttle(1, nanos::get, time -> {
            throw new InterruptedException();
        });
        assertThatThrownBy(() -> throttle.take(10)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aRateMayBeHigherThanAnyNetworks() throws Exception {
        Throttle throttle = new Throttle(5_000_000_000L, nanos::get, time -> nanos.addAndGet(time.toNanos()));
        throttle.take(3_000_000_000L);
        assertThat(Duration.ofNanos(nanos.get()).toMillis()).isBetween(1_990L, 2_010L);
    }

    @Test
    void aRateIsPositive() {
        assertThatThrownBy(() -> Throttle.of(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
