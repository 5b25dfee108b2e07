package io.freshet.providers.api;

import org.jspecify.annotations.Nullable;

/** The store refuses a request for good, for a reason that no other kind of error names. Fatal. */
public final class RequestRefused extends StoreException {
    /** @param wrong the store's own words, without secrets */
    public RequestRefused(String wrong, Where where, String whatToDo, @Nullable Throwable cause) {
        super(wrong, where, whatToDo, Retryable.NO, cause);
    }
}
