package io.freshet.providers.api;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store can't be reached, broke off, timed out, asked for fewer requests or had an error of its own. Retryable; a
 * write may have been stored.
 */
public final class StoreUnavailable extends StoreException {
    private final transient Optional<Duration> retryAfter;

    /** @param wrong what happened to the request */
    public StoreUnavailable(String wrong, Where where, @Nullable Throwable cause) {
        this(wrong, where, Optional.empty(), cause);
    }

    /** @param retryAfter how long the store asks us to wait */
    public StoreUnavailable(String wrong, Where where, Optional<Duration> retryAfter, @Nullable Throwable cause) {
        super(
                wrong,
                where,
                "if it lasts, check the store (its service, its disk) and the way to it (network, endpoint)",
                Retryable.YES,
                cause);
        this.retryAfter = retryAfter;
    }

    /** How long the store asks us to wait before the next attempt. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
