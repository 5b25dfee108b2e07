package io.freshet.fetcher.http;

import java.time.Duration;

/** Waits; injected, so that tests need not. */
@FunctionalInterface
public interface Pause {

    /** Waits that long. */
    void await(Duration duration) throws InterruptedException;
}
