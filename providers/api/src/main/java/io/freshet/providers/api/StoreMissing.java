package io.freshet.providers.api;

import org.jspecify.annotations.Nullable;

/** The bucket or directory that the URL names doesn't exist. Fatal. */
public final class StoreMissing extends StoreException {
    /** @param wrong which part of the URL names nothing */
    public StoreMissing(String wrong, Where where, String whatToDo, @Nullable Throwable cause) {
        super(wrong, where, whatToDo, Retryable.NO, cause);
    }
}
