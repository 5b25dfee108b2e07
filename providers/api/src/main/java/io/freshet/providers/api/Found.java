package io.freshet.providers.api;

import java.util.Optional;

/**
 * What is under a key after an answer was lost.
 *
 * @param revision its state; empty if the object is too long to be read (and so can't be the caller's)
 * @param mine whether it holds the bytes that the caller wanted to write
 */
record Found(Optional<Revision> revision, boolean mine) {

    /** Whether it can be the state {@code expected}; one that wasn't read can be any. */
    boolean mayBe(Revision expected) {
        return revision.isEmpty() || revision.get().equals(expected);
    }

    /** The state that the caller's write made, if it did. */
    Optional<Revision> written() {
        return mine ? revision : Optional.empty();
    }
}
