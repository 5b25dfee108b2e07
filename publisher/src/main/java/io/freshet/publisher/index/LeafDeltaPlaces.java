package io.freshet.publisher.index;

import io.freshet.core.index.FrameRow;
import io.freshet.core.index.LeafPlacer;
import io.freshet.publisher.delta.DeltaPlaces;
import io.freshet.publisher.frame.ChunkAt;
import io.freshet.publisher.frame.Stream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In which delta frames chunks of one leaf lie once more. Those of earlier nights stay listed, for who missed these nights,
 * as long as three quarters of their members are still chunks of the leaf: then a reader takes most of what it reads, and
 * the list does not grow.
 */
final class LeafDeltaPlaces {

    private final FrameRows frames;
    private final DeltaPlaces fresh;
    /** Delta frames of earlier nights that stay. */
    private final Map<Long, FrameRow> staying = new HashMap<>();

    private final Map<Long, FrameRow> freshRows = new HashMap<>();
    private final Iterator<IndexNotes.DeltaRun> runs;
    private IndexNotes.@Nullable DeltaRun run;

    LeafDeltaPlaces(List<IndexNotes.DeltaRun> runs, FrameRows frames, DeltaPlaces fresh) throws IOException {
        this.frames = frames;
        this.fresh = fresh;
        this.runs = runs.iterator();
        this.run = next();
        Map<Long, Integer> members = new HashMap<>();
        for (IndexNotes.DeltaRun known : runs) {
            if (ChunkAt.stream(known.place()) == Stream.KNOWN_DELTA) {
                members.merge(ChunkAt.frame(known.place()), known.chunks(), Integer::sum);
            }
        }
        for (Map.Entry<Long, Integer> frame : members.entrySet()) {
            FrameRow row = frames.get(Stream.KNOWN_DELTA, frame.getKey());
            if (4 * frame.getValue() >= 3 * row.lengths().length) {
                staying.put(frame.getKey(), row);
            }
        }
    }

    /** Places the chunk of that number, which was just placed in a plain frame, once more; numbers rise from call to call. */
    void place(int chunk, LeafPlacer placer) throws IOException {
        while (run != null && chunk >= run.first() + run.chunks()) {
            run = next();
        }
        if (run == null || chunk < run.first()) {
            return;
        }
        long place = run.place();
        if (ChunkAt.stream(place) == Stream.PENDING) {
            long found = fresh.get(ChunkAt.frame(place));
            if (found != DeltaPlaces.NONE && ChunkAt.stream(found) == Stream.DELTA) {
                placer.placeDelta(freshRow(ChunkAt.frame(found)), ChunkAt.member(found));
            }
            return;
        }
        FrameRow row = staying.get(ChunkAt.frame(place));
        if (row != null) {
            placer.placeDelta(row, ChunkAt.member(place) + chunk - run.first());
        }
    }

    private FrameRow freshRow(long number) throws IOException {
        FrameRow row = freshRows.get(number);
        if (row == null) {
            row = frames.get(Stream.DELTA, number);
            freshRows.put(number, row);
        }
        return row;
    }

    private IndexNotes.@Nullable DeltaRun next() {
        return runs.hasNext() ? runs.next() : null;
    }
}
