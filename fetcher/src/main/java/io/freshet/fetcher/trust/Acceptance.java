package io.freshet.fetcher.trust;

import io.freshet.fetcher.anchor.AnchorRule;
import java.time.Duration;
import java.util.Optional;

/**
 * What else a release must be to be taken.
 *
 * @param maxAge how long ago its source may have been captured at most
 * @param anchors who must know its block, and how far behind the chain it may be
 */
public record Acceptance(Optional<Duration> maxAge, Optional<AnchorRule> anchors) {

    /** Whatever the publisher has released. */
    public static final Acceptance ANY = new Acceptance(Optional.empty(), Optional.empty());
}
