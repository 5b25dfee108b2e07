package io.freshet.core.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers in which delta frames the chunks of a content leaf lie once more. */
final class DeltaPlacer {

    private final List<FrameRow> frames = new ArrayList<>();
    private final Map<FrameRow, Integer> numbers = new HashMap<>();
    private final List<DeltaRun> runs = new ArrayList<>();
    private @Nullable DeltaRun open;

    /** Chunk {@code chunk}, behind all that were placed before, lies in member {@code member} of {@code frame}. */
    void place(int chunk, FrameRow frame, int member) {
        int row = numbers.computeIfAbsent(frame, f -> {
            frames.add(f);
            return frames.size() - 1;
        });
        DeltaRun run = open;
        if (run != null
                && run.row() == row
                && run.chunk() + run.count() == chunk
                && run.member() + run.count() == member) {
            open = new DeltaRun(run.chunk(), run.count() + 1, row, run.member());
            return;
        }
        endRun();
        open = new DeltaRun(chunk, 1, row, member);
    }

    /** What was placed; this is left empty. */
    LeafDeltas finish() {
        endRun();
        LeafDeltas deltas = new LeafDeltas(frames, runs);
        frames.clear();
        numbers.clear();
        runs.clear();
        return deltas;
    }

    private void endRun() {
        if (open != null) {
            runs.add(open);
            open = null;
        }
    }
}
