package io.freshet.core.index;

import java.util.List;

/**
 * Where chunks of a content node lie once more, for readers who hold what these delta frames are made against.
 *
 * @param frames delta frames
 * @param runs by rising number of the chunk; each lies within one frame
 */
public record LeafDeltas(List<FrameRow> frames, List<DeltaRun> runs) {

    /** Copies the lists. */
    public LeafDeltas {
        frames = List.copyOf(frames);
        runs = List.copyOf(runs);
    }
}
