package io.freshet.publisher.source;

import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.index.ModifiedAt;
import java.nio.file.Path;
import java.util.List;

/**
 * What the walk found at a path.
 *
 * @param path in the component
 * @param file where it is
 * @param state as the walk found it
 * @param target what a symbolic link points to; empty for anything else
 */
public record SourceEntry(EntryPath path, Path file, FileState state, String target) {

    /** Whether it is a file, so that content follows. */
    public boolean isFile() {
        return state.isFile();
    }

    /** Bytes of the file, as the walk found it. */
    public long size() {
        return state.size();
    }

    /** When it was written to. */
    public ModifiedAt modifiedAt() {
        return state.modifiedAt();
    }

    /** Its item in the content index. */
    public Item.Path item() {
        int mode = state.mode() & Item.MODE_MASK;
        if (state.isFile()) {
            return new Item.File(path, mode, state.size(), List.of());
        }
        return state.isLink() ? new Item.Link(path, target, List.of()) : new Item.Directory(path, mode, List.of());
    }
}
