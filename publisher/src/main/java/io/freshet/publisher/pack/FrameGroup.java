package io.freshet.publisher.pack;

import io.freshet.core.pack.FrameCompressor;
import io.freshet.publisher.cut.Batch;
import io.freshet.publisher.frame.Stream;
import java.util.ArrayList;
import java.util.List;

/** Frames that one core compresses one after the other, into one buffer. */
final class FrameGroup {

    final Stream stream;
    final List<Frame> frames = new ArrayList<>();
    private int plain;
    private int bound;

    FrameGroup(Stream stream) {
        this.stream = stream;
    }

    void add(Frame frame) {
        frames.add(frame);
        plain += frame.length();
        bound += FrameCompressor.bound(frame.length());
        Batch batch = frame.batch();
        if (batch != null) {
            batch.retain();
        }
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Plain bytes of all frames. */
    int plain() {
        return plain;
    }

    /** Room that the compressed frames may need. */
    int bound() {
        return bound;
    }

    /** Whether the frames' bytes lie in batches that wait to be released. */
    boolean holdsBatches() {
        return frames.stream().anyMatch(frame -> frame.batch() != null);
    }

    /** Compresses all frames one behind the other; answers their lengths. Lets go of the batches. */
    int[] compress(FrameCompressor compressor, byte[] out) {
        int[] stored = new int[frames.size()];
        int at = 0;
        for (int i = 0; i < stored.length; i++) {
            Frame frame = frames.get(i);
            stored[i] = compressor.compress(frame.bytes(), frame.from(), frame.length(), out, at);
            at += stored[i];
            Batch batch = frame.batch();
            if (batch != null) {
                batch.release();
            }
        }
        return stored;
    }
}
