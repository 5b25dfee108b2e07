package io.freshet.providers.api;

/** An object that has to be there is not. Fatal. */
public final class ObjectMissing extends StoreException {
    public ObjectMissing(Where where) {
        super(
                "there is no such object",
                where,
                "if it was published once, look for a lifecycle rule or a person that deleted it;"
                        + " a mirror may only lag",
                Retryable.NO,
                null);
    }
}
