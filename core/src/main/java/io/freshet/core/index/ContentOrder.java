package io.freshet.core.index;

import io.freshet.core.FormatException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows a component's items and refuses what no tree of files can be: paths out of order, twice, or in something that
 * is not a directory; files whose pieces do not add up. What has passed here can be written below a directory without
 * leaving it.
 */
public final class ContentOrder {

    private static final String WHAT = "content index";

    private final Deque<EntryPath> directories = new ArrayDeque<>();
    private @Nullable EntryPath last;
    private long missing;

    /** Takes the next item. */
    public void accept(Item item) throws FormatException {
        switch (item) {
            case Item.Path path -> acceptPath(path);
            case Item.Inline piece -> {
                if (piece.length() != missing || piece.length() > ContentLimits.MAX_INLINE_BYTES) {
                    throw error(
                            "has " + piece.length() + " bytes of inline data where " + missing + " bytes are missing");
                }
                acceptPiece(piece);
            }
            case Item.Piece piece -> acceptPiece(piece);
        }
    }

    /** The path that the last item belongs to. */
    Optional<EntryPath> last() {
        return Optional.ofNullable(last);
    }

    /** Checks that the last file is whole, and that there was a root. */
    public void end() throws FormatException {
        if (last == null) {
            throw new FormatException(WHAT, "has no root directory");
        }
        endFile();
    }

    private void acceptPath(Item.Path item) throws FormatException {
        EntryPath path = item.path();
        if (last == null) {
            if (!(item instanceof Item.Directory) || !path.equals(EntryPath.ROOT)) {
                throw new FormatException(WHAT, "does not begin with the component's root directory");
            }
        } else {
            endFile();
            if (path.compareTo(last) <= 0) {
                throw new FormatException(WHAT, "\"" + path + "\" comes after \"" + last + "\", out of order");
            }
            EntryPath parent = path.parent();
            while (!directories.isEmpty() && !directories.peek().equals(parent)) {
                directories.pop();
            }
            if (directories.isEmpty()) {
                throw new FormatException(
                        WHAT, "\"" + path + "\" lies in \"" + parent + "\", which is no directory here");
            }
        }
        last = path;
        switch (item) {
            case Item.Directory directory -> directories.push(path);
            case Item.File file -> missing = file.size();
            case Item.Link link -> {
                var problem = LinkTarget.problem(path, link.target());
                if (problem.isPresent()) {
                    throw error("is a link that is refused: " + problem.get());
                }
            }
        }
    }

    private void acceptPiece(Item.Piece piece) throws FormatException {
        if (piece.length() > missing) {
            throw error("has pieces of more bytes than the file");
        }
        missing -= piece.length();
    }

    private void endFile() throws FormatException {
        if (missing > 0) {
            throw error("lacks " + missing + " bytes at its end");
        }
    }

    private FormatException error(String problem) {
        return new FormatException(WHAT, "\"" + last + "\" " + problem);
    }
}
