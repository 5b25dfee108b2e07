package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parent's files that are cut into pages of one size, and each of their pages by its number. In memory is one entry a
 * file, as long as they take 16 MiB at most; the pages of further ones are not known here. For one thread.
 */
public final class KnownPages {

    /** Bytes of memory that files are listed in: pages of those that come after are no bases. */
    public static final int MOST_LISTED = 16 << 20;

    private static final int ENTRY = 128;
    private static final int WINDOW = 48 << 10;
    private static final long NOWHERE = -1;

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
    public record PagedFile(String component, EntryPath path, long first, long end) {
        boolean has(long number) {
            return number >= first && number < end;
        }
    }

    /**
     * A page of the parent.
     *
     * @param offset where it lies in the file
     * @param place the frame and the member that it is stored as, as {@link io.freshet.publisher.frame.ChunkAt} writes it
     */
    public record Page(PagedFile file, long offset, int length, Digest id, long place) {}

    KnownPages(Map<String, KnownFiles.Cursor> components, Spool chunks) throws IOException {
        this.chunks = chunks;
        this.reader = chunks.reader(KnownChunk.BYTES);
        long bytes = 0;
        for (Map.Entry<String, KnownFiles.Cursor> component : components.entrySet()) {
            KnownFiles.Cursor cursor = component.getValue();
            for (KnownFile file = cursor.next(); file != null && bytes < MOST_LISTED; file = cursor.next()) {
                if (file.paged()) {
                    bytes += listedBytes(file.path());
                    files.add(
                            new PagedFile(component.getKey(), file.path(), file.first(), file.first() + file.chunks()));
                }
            }
        }
    }

    /** Bytes of {@link #MOST_LISTED} that a file takes. */
    public static int listedBytes(EntryPath path) {
        return ENTRY + path.value().length();
    }

    /** All files, by rising numbers of their pages. */
    public List<PagedFile> files() {
        return files;
    }

    /** The page of that number; empty if its file is none of {@link #files}, or where it lies is not to be relied on. */
    public Optional<Page> page(long number) throws IOException {
        PagedFile file = fileOf(number);
        if (file == null) {
            return Optional.empty();
        }
        Page page = page(file, number, reader);
        return page.place == NOWHERE ? Optional.empty() : Optional.of(page);
    }

    /** Takes pages, in their order. */
    @FunctionalInterface
    public interface Visitor {
        /** The next one: the known chunk of that number. */
        void page(long number, Page page) throws IOException, InterruptedException;
    }

    /** Visits the pages of a file; its last chunk may be shorter than the others. */
    public void pages(PagedFile file, Visitor visitor) throws IOException, InterruptedException {
        Spool.Reader ahead = chunks.reader(WINDOW);
        for (long number = file.first; number < file.end; number++) {
            visitor.page(number, page(file, number, ahead));
        }
    }

    private static Page page(PagedFile file, long number, Spool.Reader reader) throws IOException {
        int at = reader.seek(number * KnownChunk.BYTES, KnownChunk.BYTES);
        byte[] bytes = reader.bytes();
        boolean isStored = KnownChunk.frame(bytes, at) != KnownChunk.NO_FRAME;
        return new Page(
                file,
                KnownChunk.offset(bytes, at),
                KnownChunk.length(bytes, at),
                Digest.at(bytes, at),
                isStored ? KnownChunk.place(bytes, at) : NOWHERE);
    }

    private @Nullable PagedFile fileOf(long number) {
        if (files.isEmpty() || files.get(current).has(number)) {
            return files.isEmpty() ? null : files.get(current);
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
        return files.get(low).has(number) ? files.get(low) : null;
    }
}
