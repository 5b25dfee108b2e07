package io.freshet.core.pack;

import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands before the zstd frame of a delta frame of chunks: what its prefix is made of.
 *
 * @param bases in their order
 */
public record DeltaHead(List<Base> bases) {

    /** Bytes of an id that name a base. */
    private static final int NAME = Long.BYTES;

    /**
     * A chunk that the frame is made against.
     *
     * @param length in bytes
     * @param word the first word of its id: {@link io.freshet.core.Digest#word}
     */
    public record Base(int length, long word) {}

    /** Checks the number of bases and their length. */
    public DeltaHead {
        bases = List.copyOf(bases);
        if (bases.isEmpty() || bases.size() > FrameLimits.MAX_MEMBERS || length(bases) > FrameLimits.MAX_DELTA) {
            throw new IllegalArgumentException(bases.size() + " bases of " + length(bases) + " bytes");
        }
    }

    /** Length of all bases together, in bytes. */
    public int baseBytes() {
        return (int) length(bases);
    }

    /** Most bytes that the head of so many bases takes. */
    public static int bound(int bases) {
        return 3 + bases * (4 + NAME);
    }

    /** Writes the head. */
    public void write(ByteWriter out) {
        int first = bases.getFirst().length;
        boolean uniform = bases.stream().allMatch(base -> base.length == first);
        out.varint((long) bases.size() << 1 | (uniform ? 1 : 0));
        for (Base base : uniform ? bases.subList(0, 1) : bases) {
            out.varint(base.length);
        }
        bases.forEach(base -> out.u64(base.word));
    }

    /** Reads the head of a delta frame, of which {@code in} holds all; it is left at the zstd frame. */
    public static DeltaHead read(ByteReader in) throws FormatException {
        int tag = in.varint("number of bases", 2, FrameLimits.MAX_MEMBERS << 1 | 1);
        int count = tag >> 1;
        boolean uniform = (tag & 1) == 1;
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = uniform && i > 0 ? lengths[0] : in.varint("a base's length", 1, FrameLimits.MAX_DELTA);
        }
        List<Base> bases = new ArrayList<>(count);
        long bytes = 0;
        for (int length : lengths) {
            bases.add(new Base(length, in.word()));
            bytes += length;
        }
        if (bytes > FrameLimits.MAX_DELTA) {
            throw in.error("its bases have " + bytes + " bytes, more than " + FrameLimits.MAX_DELTA);
        }
        return new DeltaHead(bases);
    }

    private static long length(List<Base> bases) {
        return bases.stream().mapToLong(Base::length).sum();
    }
}
