package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The parent's files that are cut into pages of one size, and each of their pages by its number. In memory is one entry a
 * file, of so many at most; the pages of further ones are not known here. For one thread.
 */
public final class KnownPages {

    private static final int MOST_FILES = 1 << 16;
    private static final int WINDOW = 48 << 10;

    private final List<PagedFile> files = new ArrayList<>();
    private final Spool chunks;
    private final Spool.Reader reader;
    private int current;

    /**
     * A file that is cut into pages.
     *
     * @param path in its component
     * @param first number of its first chunk among the known ones
     * @param end number after its last one
     */
    public record PagedFile(String component, EntryPath path, long first, long end) {}

    /**
     * A page of the parent.
     *
     * @param offset where it lies in the file
     */
    public record Page(PagedFile file, long offset, int length, Digest id) {}

    KnownPages(Map<String, KnownFiles.Cursor> components, Spool chunks) throws IOException {
        this.chunks = chunks;
        this.reader = chunks.reader(KnownChunk.BYTES);
        Spool.Reader first = chunks.reader(KnownChunk.BYTES);
        for (Map.Entry<String, KnownFiles.Cursor> component : components.entrySet()) {
            KnownFiles.Cursor cursor = component.getValue();
            for (KnownFile file = cursor.next(); file != null && files.size() < MOST_FILES; file = cursor.next()) {
                if (file.chunks() > 0) {
                    int at = first.seek(file.first() * KnownChunk.BYTES, KnownChunk.BYTES);
                    if (KnownChunk.item(first.bytes(), at).grain() > 0) {
                        files.add(new PagedFile(
                                component.getKey(), file.path(), file.first(), file.first() + file.chunks()));
                    }
                }
            }
        }
    }

    /** All files, by rising numbers of their pages. */
    public List<PagedFile> files() {
        return files;
    }

    /** The page of that number, which is one of a file of {@link #files}. */
    public Page page(long number) throws IOException {
        return page(fileOf(number), number, reader);
    }

    /** Takes pages, in their order. */
    @FunctionalInterface
    public interface Visitor {
        /** The next one: the known chunk of that number. */
        void page(long number, Page page) throws IOException;
    }

    /** Visits the pages of a file; its last chunk may be shorter than the others. */
    public void pages(PagedFile file, Visitor visitor) throws IOException {
        Spool.Reader ahead = chunks.reader(WINDOW);
        for (long number = file.first; number < file.end; number++) {
            visitor.page(number, page(file, number, ahead));
        }
    }

    private static Page page(PagedFile file, long number, Spool.Reader reader) throws IOException {
        int at = reader.seek(number * KnownChunk.BYTES, KnownChunk.BYTES);
        byte[] bytes = reader.bytes();
        return new Page(file, KnownChunk.offset(bytes, at), KnownChunk.length(bytes, at), Digest.at(bytes, at));
    }

    private PagedFile fileOf(long number) {
        PagedFile last = files.get(current);
        if (number >= last.first && number < last.end) {
            return last;
        }
        int low = 0;
        int high = files.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (files.get(middle).first <= number) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        current = low;
        return files.get(low);
    }
}
