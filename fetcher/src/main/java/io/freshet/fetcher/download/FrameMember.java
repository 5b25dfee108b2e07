package io.freshet.fetcher.download;

import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Codec;

/** Where a chunk lies: it is member number {@code member} of a frame. */
public record FrameMember(FrameRow frame, int member) {

    /** Whether the frame is a delta frame. */
    public boolean isInDelta() {
        return frame.codec() == Codec.DELTA;
    }
}
