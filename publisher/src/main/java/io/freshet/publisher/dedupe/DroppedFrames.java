package io.freshet.publisher.dedupe;

import io.freshet.publisher.frame.FrameLog;
import java.io.IOException;

/** Frames in regions that are given up. For one thread. */
final class DroppedFrames {

    private final DroppedRegions regions;
    private final FrameLog.Reader frames;
    private long last = -1;
    private boolean lastIsDropped;

    DroppedFrames(DroppedRegions regions, FrameLog.Reader frames) {
        this.regions = regions;
        this.frames = frames;
    }

    /** Whether the known chunk that stands at {@code at} is to be written again. */
    boolean holds(byte[] bytes, int at) throws IOException {
        long frame = KnownChunk.frame(bytes, at);
        return frame == KnownChunk.NO_FRAME || (KnownChunk.isDelta(bytes, at) ? regions.deltas() : contains(frame));
    }

    private boolean contains(long frame) throws IOException {
        if (regions.isEmpty()) {
            return false;
        }
        if (frame != last) {
            FrameLog.Row row = frames.get(frame);
            lastIsDropped = regions.contains(row.pack(), row.offset());
            last = frame;
        }
        return lastIsDropped;
    }
}
