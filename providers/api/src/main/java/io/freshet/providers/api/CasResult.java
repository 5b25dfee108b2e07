package io.freshet.providers.api;

/** How {@link ObjectStore#compareAndSet} ended. */
public sealed interface CasResult {
    /**
     * The object holds the caller's bytes now.
     *
     * @param revision the state that was written
     */
    record Stored(Revision revision) implements CasResult {}

    /** The object has another revision than the expected one, or is gone; nothing was written. */
    record Conflict() implements CasResult {}
}
