package io.freshet.fetcher.trust;

import java.time.Duration;
import java.util.Optional;

/**
 * What else a release must be to be taken.
 *
 * @param maxAge how long ago its source may have been captured at most
 */
public record Acceptance(Optional<Duration> maxAge) {

    /** Whatever the publisher has released. */
    public static final Acceptance ANY = new Acceptance(Optional.empty());
}
