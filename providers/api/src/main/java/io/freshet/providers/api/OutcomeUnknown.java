package io.freshet.providers.api;

/**
 * The answer to a conditional write was lost, and all attempts to find out what happened failed: it was stored, or it was
 * not, or it still may be. Fatal: read the object again, then decide.
 */
public final class OutcomeUnknown extends StoreException {
    /** @param cause the last failure */
    public OutcomeUnknown(Where where, StoreException cause) {
        super(
                "whether the conditional write was stored is not known",
                where,
                "once the store answers again, run the same command again: it reads the object first",
                Retryable.NO,
                cause);
    }
}
