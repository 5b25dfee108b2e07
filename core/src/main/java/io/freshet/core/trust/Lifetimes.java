package io.freshet.core.trust;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How long metadata is valid from its signing on: what a publisher that runs from cron, and is now and then down for a
 * week, can live with.
 *
 * @param root root and top-level targets, which need a root key to be signed again
 * @param snapshot the snapshot, and the documents of channels
 * @param timestamp the timestamp
 */
public record Lifetimes(Duration root, Duration snapshot, Duration timestamp) {

    /** 365, 30 and 14 days. */
    public static final Lifetimes DEFAULT =
            new Lifetimes(Duration.ofDays(365), Duration.ofDays(30), Duration.ofDays(14));

    public Lifetimes {
        if (timestamp.compareTo(Duration.ofMinutes(1)) < 0
                || timestamp.compareTo(snapshot) > 0
                || snapshot.compareTo(root) > 0) {
            throw new IllegalArgumentException("a timestamp lives a minute at least and not longer than a snapshot, and"
                    + " that not longer than a root: " + timestamp + ", " + snapshot + ", " + root);
        }
    }

    Duration of(String role) {
        return switch (role) {
            case RoleName.ROOT, RoleName.TARGETS -> root;
            case RoleName.TIMESTAMP -> timestamp;
            default -> snapshot;
        };
    }

    /** When a document of {@code role} that is signed now expires. */
    public Instant expiry(String role, Instant now) {
        return now.plus(of(role)).truncatedTo(ChronoUnit.SECONDS);
    }

    /** From when on a document of {@code role} that expires then is to be signed again. */
    public Instant due(String role, Instant expires) {
        return expires.minus(of(role).dividedBy(2));
    }

    /** Whether less than half of the life of a document of {@code role} is left: then whoever can signs it again. */
    public boolean isDue(String role, Signed signed, Instant now) {
        return signed.expires().isBefore(now.plus(of(role).dividedBy(2)));
    }
}
