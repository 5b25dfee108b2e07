package io.freshet.providers.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A store didn't do what it was asked. Every error of every provider is one of these kinds; the vendor's own exception
 * is at most the cause. The message says what was wrong, where, and what to do; it holds no secret.
 */
public abstract sealed class StoreException extends IOException
        permits AccessDenied,
                BodyUnreadable,
                ConditionUnsupported,
                DigestRefused,
                InvalidStoreUrl,
                ObjectMissing,
                ObjectTooLarge,
                OutcomeUnknown,
                RangeTooShort,
                RequestRefused,
                StoreInterrupted,
                StoreMissing,
                StoreUnavailable {

    private final transient Where where;
    private final boolean retryable;
    private final String whatToDo;

    StoreException(String wrong, Where where, String whatToDo, Retryable retryable, @Nullable Throwable cause) {
        super(wrong + " (" + where + "): " + whatToDo, cause);
        this.where = where;
        this.whatToDo = whatToDo;
        this.retryable = retryable == Retryable.YES;
    }

    /** Where it went wrong. */
    public Where where() {
        return where;
    }

    /** Whether the same request may well succeed a little later. Of a write it doesn't say whether it happened. */
    public boolean retryable() {
        return retryable;
    }

    /** What a person can do about it: the last part of the message. */
    public String whatToDo() {
        return whatToDo;
    }

    /** Decided where the error is thrown. */
    enum Retryable {
        YES,
        NO
    }
}
