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

    private final PlaceCursor places;
    private String component = "";
    private @Nullable EntryPath path;
    private int at;

    KnownCuts(KnownFiles files, Spool chunks) {
        this.places = new PlaceCursor(files, chunks);
    }

    @Override
    public int lengthAt(String component, EntryPath path, long offset) throws IOException {
        try {
            if (!path.equals(this.path) || !component.equals(this.component)) {
                this.component = component;
                this.path = path;
                places.startFile(component, path);
            }
            return lengthAt(offset);
        } catch (ClosedChannelException e) {
            // The run has failed elsewhere, and that is what is to be told.
            return 0;
        }
    }

    @Override
    public boolean hasId(Digest id) {
        return KnownChunk.hasId(places.bytes(), at, id);
    }

    /** The last chunk of a file does not count: none follows it. */
    private int lengthAt(long offset) throws IOException {
        if (!places.reach(offset) || !places.has(2)) {
            return 0;
        }
        at = places.at(2);
        int length = KnownChunk.length(places.bytes(), at);
        return KnownChunk.offset(places.bytes(), at + KnownChunk.BYTES) == offset + length ? length : 0;
    }
}
