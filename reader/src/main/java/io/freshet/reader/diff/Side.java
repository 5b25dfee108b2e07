package io.freshet.reader.diff;

import io.freshet.core.FormatException;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.index.NodeSums;
import io.freshet.reader.tree.TreeCursor;
import io.freshet.reader.tree.TreeNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One of two trees that are compared, and where in it the comparison is. Where nodes were passed by unread, the file that
 * the last of them ends in is not known until its next piece is met; offsets then count from there, on both sides.
 */
final class Side {

    final TreeCursor cursor;
    private @Nullable EntryPath path;
    private long offset;
    /** Bytes of the next item, a run of zeros, that were passed already. */
    private long eaten;

    Side(TreeCursor cursor) {
        this.cursor = cursor;
    }

    boolean atEnd() {
        return cursor.atEnd();
    }

    boolean atItem() {
        return cursor.atItem();
    }

    /** Where the next item or node begins. */
    Place place() {
        if (cursor.atItem()) {
            return cursor.item() instanceof Item.Path item
                    ? new Place(item.path(), Place.PATH)
                    : new Place(known(cursor.leaf().firstPath()), offset);
        }
        EntryPath first = cursor.node().firstPath();
        return first.equals(path) ? new Place(first, offset) : new Place(first, Place.PATH);
    }

    /** Where the next item, a piece, ends. */
    long end() {
        return offset + ((Item.Piece) cursor.item()).length() - eaten;
    }

    /** Bytes of the next item, a piece, that were not passed yet. */
    long left() {
        return end() - offset;
    }

    boolean atZeros() {
        return cursor.item() instanceof Item.Zeros;
    }

    /** Passes the next item. */
    void next() throws FormatException {
        switch (cursor.item()) {
            case Item.Path item -> {
                path = item.path();
                offset = 0;
            }
            case Item.Piece piece -> {
                path = known(cursor.leaf().firstPath());
                offset = end();
                eaten = 0;
            }
        }
        cursor.next();
    }

    /** Passes the beginning of a run of zeros. */
    void eat(long bytes) {
        path = known(cursor.leaf().firstPath());
        offset += bytes;
        eaten += bytes;
    }

    /** Passes the next node, which the other side has, too. */
    NodeSums skip() {
        NodeSums sums = cursor.node().sums();
        if (sums.paths() == 0 && path != null) {
            offset += sums.bytes();
        } else {
            path = sums.paths() == 0 ? cursor.node().firstPath() : null;
            offset = 0;
        }
        cursor.skip();
        return sums;
    }

    /** Goes into the next node; reads with it those siblings that {@code other} does not have. */
    void open(Side other) throws IOException {
        cursor.open((TreeNode sibling) -> !other.cursor.expects(sibling.id()));
    }

    private EntryPath known(EntryPath first) {
        return path == null ? first : path;
    }
}
