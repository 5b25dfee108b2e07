package io.freshet.providers.api;

import org.jspecify.annotations.Nullable;

/** The thread was interrupted during a request. Its interrupt status is set. A write may have been stored. Fatal. */
public final class StoreInterrupted extends StoreException {
    /** Sets the interrupt status of the calling thread again. */
    public StoreInterrupted(Where where, @Nullable Throwable cause) {
        super("interrupted", where, "run the same command again: it continues", Retryable.NO, cause);
        Thread.currentThread().interrupt();
    }
}
