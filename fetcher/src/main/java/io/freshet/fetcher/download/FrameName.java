package io.freshet.fetcher.download;

import io.freshet.core.Digest;
import io.freshet.core.index.FrameRow;

/**
 * What tells a frame from all others.
 *
 * @param pack in which it lies
 * @param offset where it begins there
 */
public record FrameName(Digest pack, long offset) {

    /** The name of a frame that an index lists. */
    public static FrameName of(FrameRow frame) {
        return new FrameName(frame.pack(), frame.offset());
    }

    /** For people. */
    @Override
    public String toString() {
        return "the frame at byte " + offset + " of pack " + pack;
    }
}
