package io.freshet.publisher.dedupe;

import io.freshet.core.index.EntryPath;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Goes through the parent's chunks from front to back, beside the files of a new index. For one thread. */
final class PlaceCursor {

    private static final int WINDOW = 48 << 10;

    private final KnownFiles files;
    private final Spool.Reader chunks;
    private String name = "";
    private KnownFiles.@Nullable Cursor component;
    private @Nullable KnownFile file;
    private long number;
    private long end;

    PlaceCursor(KnownFiles files, Spool chunks) {
        this.files = files;
        this.chunks = chunks.reader(WINDOW);
    }

    /** A component begins. */
    void startComponent(String name) {
        this.name = name;
        component = files.files(name);
    }

    /** A file of a component begins, behind all that were before it there. */
    void startFile(String name, EntryPath path) throws IOException {
        if (component == null || !name.equals(this.name)) {
            startComponent(name);
        }
        startFile(path);
    }

    /** A file begins, behind all that were before it in this component. */
    void startFile(EntryPath path) throws IOException {
        file = component == null ? null : component.find(path);
        number = file == null ? 0 : file.first();
        end = file == null ? 0 : file.first() + file.chunks();
    }

    /** The file as the parent has it. */
    @Nullable
    KnownFile file() {
        return file;
    }

    /** Whether the file has chunks from here on, so many of them. */
    boolean has(int chunks) {
        return number + chunks <= end;
    }

    /** Steps over what lies before {@code offset}; whether the file has a chunk right there. */
    boolean reach(long offset) throws IOException {
        while (has(1)) {
            int at = at(1);
            long known = KnownChunk.offset(bytes(), at);
            if (known >= offset) {
                return known == offset;
            }
            number++;
        }
        return false;
    }

    /** Steps over one chunk, and gives the number of the next. */
    long step() {
        number++;
        return number;
    }

    /** Where the chunk at hand begins in {@link #bytes()}, which have so many from it on. */
    int at(int chunks) throws IOException {
        return this.chunks.seek(number * KnownChunk.BYTES, chunks * KnownChunk.BYTES);
    }

    /** What was read last. */
    byte[] bytes() {
        return chunks.bytes();
    }
}
