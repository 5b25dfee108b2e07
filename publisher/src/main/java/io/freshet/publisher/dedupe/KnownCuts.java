package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.publisher.cut.EarlierCuts;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** Reads the parent's chunks from front to back. */
final class KnownCuts implements EarlierCuts {

    private static final int WINDOW = 48 << 10;

    private final KnownFiles files;
    private final Spool.Reader chunks;
    private String component = "";
    private KnownFiles.@Nullable Cursor cursor;
    private @Nullable EntryPath path;
    /** The chunk at or behind the offset that was reached, and where the chunks of its file end. */
    private long place;

    private long placeEnd;
    private int at;

    KnownCuts(KnownFiles files, Spool chunks) {
        this.files = files;
        this.chunks = chunks.reader(WINDOW);
    }

    @Override
    public int lengthAt(String component, EntryPath path, long offset) throws IOException {
        try {
            if (!path.equals(this.path) || !component.equals(this.component)) {
                startFile(component, path);
            }
            return lengthAt(offset);
        } catch (ClosedChannelException e) {
            // The run has failed elsewhere, and that is what is to be told.
            return 0;
        }
    }

    @Override
    public boolean hasId(Digest id) {
        return KnownChunk.hasId(chunks.bytes(), at, id);
    }

    private void startFile(String component, EntryPath path) throws IOException {
        if (cursor == null || !component.equals(this.component)) {
            cursor = files.files(component);
        }
        this.component = component;
        this.path = path;
        KnownFile file = cursor.find(path);
        place = file == null ? 0 : file.first();
        placeEnd = file == null ? 0 : file.first() + file.chunks();
    }

    /** The last chunk of a file does not count: none follows it. */
    private int lengthAt(long offset) throws IOException {
        while (place + 1 < placeEnd) {
            at = chunks.seek(place * KnownChunk.BYTES, 2 * KnownChunk.BYTES);
            long known = KnownChunk.offset(chunks.bytes(), at);
            if (known > offset) {
                return 0;
            }
            if (known == offset) {
                int length = KnownChunk.length(chunks.bytes(), at);
                return KnownChunk.offset(chunks.bytes(), at + KnownChunk.BYTES) == offset + length ? length : 0;
            }
            place++;
        }
        return 0;
    }
}
