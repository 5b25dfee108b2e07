package io.freshet.fetcher.download;

import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Codec;
import java.util.List;

/**
 * A frame that must be downloaded.
 *
 * @param frame where it lies
 * @param targets where its members go, those that are needed, by rising number of the member
 */
public record FrameNeed(FrameRow frame, List<Target> targets) {

    /** Whether the frame is made against chunks that lie here, perhaps. */
    public boolean isDelta() {
        return frame.codec() == Codec.DELTA;
    }
}
