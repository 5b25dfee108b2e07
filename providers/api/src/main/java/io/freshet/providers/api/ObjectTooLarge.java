package io.freshet.providers.api;

/** An object is longer than the reader accepts, or a body longer than the store does. Fatal. */
public final class ObjectTooLarge extends StoreException {
    private final long limit;

    /** @param limit in bytes */
    public ObjectTooLarge(Where where, long limit) {
        super(
                "the object is longer than the " + limit + " bytes that are accepted",
                where,
                "it is damaged, or not what its name says; don't raise the limit for it",
                Retryable.NO,
                null);
        this.limit = limit;
    }

    /** What would have been accepted, in bytes. */
    public long limit() {
        return limit;
    }
}
