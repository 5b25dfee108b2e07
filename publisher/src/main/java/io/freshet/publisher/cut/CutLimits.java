package io.freshet.publisher.cut;

/**
 * How much is read ahead.
 *
 * @param lanes files that are read at once
 * @param buffersPerLane how many buffers each lane has; what is being hashed or compressed still holds its buffer
 * @param bufferBytes size of a buffer: at least 3 MiB, so that the longest chunk can be found in it
 * @param attempts how often a small file is read before it counts as changing
 */
public record CutLimits(int lanes, int buffersPerLane, int bufferBytes, int attempts) {

    /** Whatever the number of cores: with default buffers these are 64 MiB, and keep a disk's queue filled. */
    public static final int MOST_LANES = 4;

    /** For two cores and 32 MiB; the buffers are just below 4 MiB, so that no collector rounds them up. */
    public static final CutLimits DEFAULTS = new CutLimits(2, 4, (4 << 20) - 4096, 1);

    /** Checks the numbers. */
    public CutLimits {
        if (lanes < 1 || buffersPerLane < 2 || bufferBytes < 3 << 20 || attempts < 1) {
            throw new IllegalArgumentException("%d lanes of %d buffers of %d bytes, %d attempts"
                    .formatted(lanes, buffersPerLane, bufferBytes, attempts));
        }
    }

    /** Bytes of all buffers. */
    public long bytes() {
        return (long) lanes * buffersPerLane * bufferBytes;
    }

    /** Files up to this size share buffers. */
    int smallFile() {
        return bufferBytes / 4;
    }
}
