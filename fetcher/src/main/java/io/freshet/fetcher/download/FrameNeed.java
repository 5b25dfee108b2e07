package io.freshet.fetcher.download;

import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Codec;
import java.util.List;

/**
 * A frame that must be downloaded: for its targets, or for bases in it that are not at hand.
 *
 * @param frame where it lies
 * @param targets where its members go, those that are needed, by rising number of the member
 */
public record FrameNeed(FrameRow frame, List<Target> targets) {

    /** Whether the frame is made against bases. */
    public boolean isDelta() {
        return frame.codec() == Codec.DELTA;
    }

    /** Whether the targets can be had without this frame, too: it is a delta frame in which they lie once more. */
    public boolean isSpare() {
        return isDelta()
                && !targets.isEmpty()
                && targets.stream().noneMatch(target -> target.place().frame().equals(frame));
    }
}
