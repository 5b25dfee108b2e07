package io.freshet.publisher.delta;

import io.freshet.core.index.EntryPath;
import io.freshet.publisher.dedupe.KnownPages;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The data of the parent, as they lie in a directory: the file-system snapshot that it was published from, or a copy. What
 * is not there, can't be read, or is something else by now, is no base.
 *
 * @param directory the tree
 * @param roots where each component of the parent lies in it
 */
record BaseDirectory(Path directory, Map<String, EntryPath> roots) {

    /** Reads a page of the parent; false if it is not there. Whether it is the right one, its id tells. */
    boolean read(KnownPages.Page page, OpenFiles files, byte[] into, int at) throws IOException {
        try {
            return files.read(file(page.file()), page.offset(), into, at, page.length());
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    private Path file(KnownPages.PagedFile file) {
        Path root = directory.resolve(
                roots.getOrDefault(file.component(), EntryPath.ROOT).value());
        return root.resolve(file.path().value());
    }
}
