package io.freshet.core.index;

import io.freshet.core.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the places of a content leaf's chunks, in order, into a location leaf: a row for each frame in the order of
 * first use, and runs as long as they can be. Delta frames likewise.
 */
public final class LeafPlacer {

    private final List<FrameRow> frames = new ArrayList<>();
    private final Map<FrameRow, Integer> numbers = new HashMap<>();
    private final List<ChunkRun> runs = new ArrayList<>();
    private final DeltaPlacer deltas = new DeltaPlacer();
    private final List<ModifiedAt> times = new ArrayList<>();
    private int chunks;
    private int runRow;
    private int runMember;
    private int runCount;
    private @Nullable FrameRow lastFrame;
    private int lastRow;
    private int nextRow = -1;
    private int nextMember;

    /** Places the next chunk in member {@code member} of {@code frame}. */
    public void place(FrameRow frame, int member) {
        int row = frame.equals(lastFrame) ? lastRow : row(frame);
        if (row != nextRow || member != nextMember) {
            endRun();
            runRow = row;
            runMember = member;
        }
        runCount++;
        chunks++;
        boolean lastMember = member == frame.lengths().length - 1;
        nextRow = lastMember ? row + 1 : row;
        nextMember = lastMember ? 0 : member + 1;
    }

    private int row(FrameRow frame) {
        lastFrame = frame;
        lastRow = numbers.computeIfAbsent(frame, f -> {
            frames.add(f);
            return frames.size() - 1;
        });
        return lastRow;
    }

    /** The chunk that was placed last lies once more in member {@code member} of the delta frame {@code frame}. */
    public void placeDelta(FrameRow frame, int member) {
        deltas.place(chunks - 1, frame, member);
    }

    /** Notes the time of the next path. */
    public void time(ModifiedAt time) {
        times.add(time);
    }

    /** The location leaf of the content leaf {@code content}; the placer is left empty. */
    public LocationNode.Leaf finish(Digest content) {
        endRun();
        LocationNode.Leaf leaf = new LocationNode.Leaf(content, frames, runs, deltas.finish(), times);
        frames.clear();
        numbers.clear();
        runs.clear();
        chunks = 0;
        times.clear();
        lastFrame = null;
        nextRow = -1;
        return leaf;
    }

    private void endRun() {
        if (runCount > 0) {
            runs.add(new ChunkRun(runCount, runRow, runMember));
            runCount = 0;
        }
    }
}
