package io.freshet.publisher.dedupe;

import io.freshet.core.index.EntryPath;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;

/**
 * Tells which files of the parent can be had without reading them: those all of whose chunks may stay where they lie. One
 * with a chunk that is to be written again has to be read. Asked in the order of the index, by one thread.
 */
public final class StayingFiles {

    private final PlaceCursor places;
    private final DroppedFrames dropped;

    StayingFiles(KnownFiles files, Spool chunks, DroppedFrames dropped) {
        this.places = new PlaceCursor(files, chunks);
        this.dropped = dropped;
    }

    /** Whether the parent has a file of that size there, and none of its chunks is to be written again. */
    public boolean contains(String component, EntryPath path, long size) throws IOException {
        places.startFile(component, path);
        KnownFile file = places.file();
        return file != null && file.size() == size && allStay();
    }

    private boolean allStay() throws IOException {
        while (places.has(1)) {
            int at = places.at(1);
            if (dropped.holds(places.bytes(), at)) {
                return false;
            }
            places.step();
        }
        return true;
    }
}
