package io.freshet.reader.diff;

import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import java.util.Optional;

/**
 * A path that differs.
 *
 * @param path in the tree of all components
 * @param before what it was; empty where it was not there, or where it is a file whose entry both snapshots share
 * @param after what it is; empty likewise
 * @param bytes of its content that are new at their place; for what was removed, the bytes that went
 */
public record Change(Kind kind, EntryPath path, Optional<Item.Path> before, Optional<Item.Path> after, long bytes) {

    /** In which way it differs. */
    public enum Kind {
        /** Only the new snapshot has it. */
        ADDED,
        /** Only the old snapshot has it. */
        REMOVED,
        /** Both have it, with another content, type, mode or target. */
        CHANGED
    }
}
