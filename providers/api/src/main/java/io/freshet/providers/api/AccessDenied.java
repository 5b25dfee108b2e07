package io.freshet.providers.api;

import org.jspecify.annotations.Nullable;

/** The store knows us not, or doesn't let us: missing, wrong or expired credentials, a policy, file permissions. Fatal. */
public final class AccessDenied extends StoreException {
    /**
     * @param wrong what the store refused, without secrets
     * @param whatToDo which credentials or permission to look at
     */
    public AccessDenied(String wrong, Where where, String whatToDo, @Nullable Throwable cause) {
        super(wrong, where, whatToDo, Retryable.NO, cause);
    }
}
