package io.freshet.providers.api;

/** How {@link ObjectStore#putIfAbsent} ended. */
public sealed interface PutResult {
    /**
     * The object is there now and holds the caller's bytes.
     *
     * @param revision the state that was written
     */
    record Stored(Revision revision) implements PutResult {}

    /** An object of that name was there before, and was left as it was. */
    record Exists() implements PutResult {}
}
