package io.freshet.providers.api;

import java.time.Duration;

/** How a wrapper waits; a test's sleeper only moves its clock. */
@FunctionalInterface
public interface Sleeper {
    /** Blocks for {@code time}. */
    void sleep(Duration time) throws InterruptedException;

    /** Really waits. */
    static Sleeper real() {
        return Thread::sleep;
    }
}
