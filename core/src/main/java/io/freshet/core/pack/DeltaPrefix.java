package io.freshet.core.pack;

import java.util.List;
import java.util.Objects;

/**
 * The raw prefix of a delta frame: eight zero bytes, so that no zstd takes what follows for a formatted dictionary, then
 * the frame's bases in their order.
 */
public final class DeltaPrefix {

    private static final int ZEROS = 8;

    private final byte[] bytes;
    private int size = ZEROS;

    /** @param baseBytes length of all bases together, 1 to {@link FrameLimits#MAX_DELTA} */
    public DeltaPrefix(int baseBytes) {
        if (baseBytes < 1 || baseBytes > FrameLimits.MAX_DELTA) {
            throw new IllegalArgumentException("bases of " + baseBytes + " bytes");
        }
        bytes = new byte[ZEROS + baseBytes];
    }

    /** A prefix with a single base. */
    public static DeltaPrefix of(byte[] base) {
        return new DeltaPrefix(base.length).add(base, 0, base.length);
    }

    /** A prefix with several bases, in their order. */
    public static DeltaPrefix of(List<byte[]> bases) {
        DeltaPrefix prefix = new DeltaPrefix(
                Math.toIntExact(bases.stream().mapToLong(base -> base.length).sum()));
        bases.forEach(base -> prefix.add(base, 0, base.length));
        return prefix;
    }

    /** Adds the next base: {@code length} bytes from {@code from} on. */
    public DeltaPrefix add(byte[] base, int from, int length) {
        Objects.checkFromIndexSize(size, length, bytes.length);
        System.arraycopy(base, from, bytes, size, length);
        size += length;
        return this;
    }

    /** The prefix itself, which nobody may change. */
    byte[] bytes() {
        if (size != bytes.length) {
            throw new IllegalStateException("bases of " + (bytes.length - size) + " bytes are missing");
        }
        return bytes;
    }
}
