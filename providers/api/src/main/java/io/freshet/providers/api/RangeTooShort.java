package io.freshet.providers.api;

/** An object ends before the range that has to be there. Fatal. */
public final class RangeTooShort extends StoreException {
    /** @param where with the range that was asked for */
    public RangeTooShort(Where where) {
        super(
                "the object is shorter than the range that was asked for",
                where,
                "the object is damaged, or its index belongs to another one: run `freshet verify`",
                Retryable.NO,
                null);
    }
}
