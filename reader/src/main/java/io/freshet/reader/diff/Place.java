package io.freshet.reader.diff;

import io.freshet.core.index.EntryPath;

/**
 * A place between the items of a content tree: before the item that begins at {@code offset} of a path's file, or before
 * the path itself.
 *
 * @param offset bytes from some place in the file that both trees have in common; {@link #PATH} before the path
 */
record Place(EntryPath path, long offset) implements Comparable<Place> {

    static final long PATH = -1;

    @Override
    public int compareTo(Place other) {
        int byPath = path.compareTo(other.path);
        return byPath != 0 ? byPath : Long.compare(offset, other.offset);
    }
}
