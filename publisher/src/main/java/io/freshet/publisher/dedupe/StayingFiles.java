package io.freshet.publisher.dedupe;

import io.freshet.core.index.EntryPath;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tells which files of the parent can be had without reading them: those all of whose chunks may stay where they lie. One
 * with a chunk that is to be written again has to be read. Asked in the order of the index, by one thread.
 */
public final class StayingFiles {

    private static final int WINDOW = 48 << 10;

    private final KnownFiles files;
    private final Spool.Reader chunks;
    private final DroppedFrames dropped;
    private String component = "";
    private KnownFiles.@Nullable Cursor cursor;

    StayingFiles(KnownFiles files, Spool chunks, DroppedFrames dropped) {
        this.files = files;
        this.chunks = chunks.reader(WINDOW);
        this.dropped = dropped;
    }

    /** Whether the parent has a file of that size there, and none of its chunks is to be written again. */
    public boolean contains(String name, EntryPath path, long size) throws IOException {
        if (cursor == null || !component.equals(name)) {
            component = name;
            cursor = files.files(name);
        }
        KnownFile file = cursor.find(path);
        return file != null && file.size() == size && allStay(file);
    }

    private boolean allStay(KnownFile file) throws IOException {
        for (long number = file.first(); number < file.first() + file.chunks(); number++) {
            int at = chunks.seek(number * KnownChunk.BYTES, KnownChunk.BYTES);
            if (dropped.holds(chunks.bytes(), at)) {
                return false;
            }
        }
        return true;
    }
}
