package io.freshet.providers.testkit;

import io.freshet.providers.api.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by sleeping. */
final class FakeTime implements InstantSource, Sleeper {
    final List<Duration> sleeps = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void sleep(Duration time) {
        sleeps.add(time);
        now = now.plus(time);
    }
}
