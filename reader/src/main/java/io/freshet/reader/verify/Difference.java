package io.freshet.reader.verify;

import io.freshet.core.index.EntryPath;

/** A path of a fetched directory that is not as the snapshot has it. */
public record Difference(Kind kind, EntryPath path, String what) {

    /** In which way. */
    public enum Kind {
        /** It is not there. */
        MISSING,
        /** Its content, type, mode or target is another. */
        CHANGED,
        /** The snapshot does not have it. */
        ADDITIONAL,
        /** It is a file of the node's own, which no snapshot is answerable for: no difference. */
        LOCAL
    }
}
