package io.freshet.providers.api;

import org.jspecify.annotations.Nullable;

/** The URL or settings of a store can't be understood. Fatal. */
public final class InvalidStoreUrl extends StoreException {
    /** @param url without secrets */
    public InvalidStoreUrl(String wrong, String url, String whatToDo, @Nullable Throwable cause) {
        super(wrong, Where.store(url), whatToDo, Retryable.NO, cause);
    }
}
