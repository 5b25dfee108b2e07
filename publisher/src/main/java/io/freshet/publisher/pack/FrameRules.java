package io.freshet.publisher.pack;

/**
 * Which chunks are compressed together. The figures come from measuring databases of pages night after night: frames of 64
 * KiB are within 1% of the size of larger ones, need half of the index of single pages, and are read two to three times as
 * fast.
 *
 * @param frameBytes chunks share a frame up to this plain length; a longer chunk has one of its own
 * @param smallFile files up to this size share frames with others
 * @param groupBytes plain bytes that one core compresses at a time
 * @param groupFrames how many frames that are at most
 */
public record FrameRules(int frameBytes, int smallFile, int groupBytes, int groupFrames) {

    /** As measured. */
    public static final FrameRules DEFAULTS = new FrameRules(64 << 10, 64 << 10, 1 << 20, 64);

    /** Checks the numbers against the limits of the format. */
    public FrameRules {
        if (frameBytes < 1 || frameBytes > 256 << 10 || groupBytes < frameBytes || groupFrames < 1) {
            throw new IllegalArgumentException(
                    "frames of %d bytes, groups of %d bytes".formatted(frameBytes, groupBytes));
        }
    }
}
