package io.freshet.core.timestamp;

import java.time.Instant;
import java.util.Optional;

/**
 * What a timestamp is worth to somebody who takes certain roots at their word, or none.
 *
 * @param name where it lies
 * @param time what it says
 * @param authority who it says has signed it
 * @param verified whether one of the roots vouches for it
 * @param problem why it counts for nothing, if it does
 */
public record SeenTimestamp(
        String name, Optional<Instant> time, Optional<String> authority, boolean verified, Optional<String> problem) {

    /** Judges one. One that can't be read is a judgement, too: anybody may have put it there. */
    public static SeenTimestamp judge(String name, byte[] bytes, byte[] document, Optional<TimestampRoots> roots) {
        Optional<Instant> time = Optional.empty();
        Optional<String> authority = Optional.empty();
        try {
            TimestampToken token = TimestampToken.read(name, bytes);
            time = Optional.of(token.time());
            authority = Optional.of(token.authority());
            if (roots.isEmpty()) {
                token.requireSigned(document);
            } else {
                token.verify(document, roots.get());
            }
            return new SeenTimestamp(name, time, authority, roots.isPresent(), Optional.empty());
        } catch (TimestampException e) {
            return new SeenTimestamp(name, time, authority, false, Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
