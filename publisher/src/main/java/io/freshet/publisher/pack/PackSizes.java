package io.freshet.publisher.pack;

/**
 * How packs are filled.
 *
 * @param data bytes of a pack of frames
 * @param index bytes of a pack of index nodes
 * @param inFlight how many packs are on their way to the destinations at once
 */
public record PackSizes(long data, long index, int inFlight) {

    /**
     * 32 MiB of data, 16 MiB of index, two packs in flight. With those that are being filled some 130 MiB at most, as long as
     * no more than three streams of frames are open.
     */
    public static final PackSizes DEFAULTS = new PackSizes(32 << 20, 16 << 20, 2);

    /** Checks the numbers. */
    public PackSizes {
        if (data < 1 << 16 || index < 1 << 16 || data > 256 << 20 || index > 256 << 20 || inFlight < 1) {
            throw new IllegalArgumentException(
                    "packs of %d and %d bytes, %d in flight".formatted(data, index, inFlight));
        }
    }
}
