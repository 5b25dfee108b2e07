package io.freshet.fetcher.trust;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.Signed;
import io.freshet.core.trust.TrustedState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Of the documents that lead to a channel, the one that expires first: from then on nothing can be fetched.
 *
 * @param role whose it is: {@code timestamp}, mostly
 * @param expires when
 */
public record Expiry(String role, Instant expires) {

    /** A publisher renews at half of the life, a week for the shortest: who is so late has stopped. */
    public static final Duration SOON = Duration.ofDays(3);

    /** The first to expire of those that were taken. */
    static Expiry of(TrustedState trusted, ChannelName channel) {
        return Stream.of(
                        Optional.of(expiry(RoleName.ROOT, trusted.root().signed())),
                        trusted.timestamp().map(document -> expiry(RoleName.TIMESTAMP, document.signed())),
                        trusted.snapshot().map(document -> expiry(RoleName.SNAPSHOT, document.signed())),
                        trusted.targets(RoleName.TARGETS).map(document -> expiry(RoleName.TARGETS, document.signed())),
                        trusted.targets(channel.role()).map(document -> expiry(channel.role(), document.signed())))
                .flatMap(Optional::stream)
                .min(Comparator.comparing(Expiry::expires))
                .orElseThrow();
    }

    private static Expiry expiry(String role, Signed signed) {
        return new Expiry(role, signed.expires());
    }

    /** Whether it is so late that somebody should be told. */
    public boolean isSoon(Instant now) {
        return expires.isBefore(now.plus(SOON));
    }
}
