package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.FrameLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame, as a location node knows it.
 *
 * @param pack name of the pack
 * @param offset of the frame in the pack, in bytes
 * @param stored length of the frame in the pack
 * @param codec {@link Codec#ZSTD} or {@link Codec#DELTA}
 * @param lengths plain lengths of its members, in order; not copied
 * @param depth 0 for a plain frame, else 1 + that of the deepest base
 * @param bases what a delta frame's prefix is made of, in order
 */
@SuppressWarnings("ArrayRecordComponent") // many millions of them: the array is the point; equals() is ours
public record FrameRow(Digest pack, long offset, int stored, Codec codec, int[] lengths, int depth, List<Base> bases) {

    /** Checks the numbers. */
    public FrameRow {
        if (offset < 0 || stored <= 0 || lengths.length == 0 || codec == Codec.STORED) {
            throw new IllegalArgumentException("a frame of %d bytes at %d".formatted(stored, offset));
        }
        if ((codec == Codec.DELTA) == (depth == 0) || (codec == Codec.DELTA) == bases.isEmpty()) {
            throw new IllegalArgumentException("a frame of codec %s and depth %d".formatted(codec, depth));
        }
        bases = List.copyOf(bases);
    }

    /** A plain frame. */
    public static FrameRow plain(Digest pack, long offset, int stored, int[] lengths) {
        return new FrameRow(pack, offset, stored, Codec.ZSTD, lengths, 0, List.of());
    }

    /**
     * A chunk of the prefix: a member of a row of the same node, and where the chunk stood in an earlier release.
     *
     * @param row number of the row
     * @param member number of the member in it
     * @param sequence number of that release in the channel; 0 where none is known
     * @param ordinal of the chunk in that release's component
     */
    public record Base(int row, int member, long sequence, long ordinal) {}

    /** Plain length of the whole frame. */
    public int plain() {
        return Arrays.stream(lengths).sum();
    }

    /** Where member {@code member} begins in the plain bytes. */
    public int start(int member) {
        return Arrays.stream(lengths, 0, member).sum();
    }

    /** Offset of the first byte after the frame. */
    public long end() {
        return offset + stored;
    }

    void write(ByteWriter out, PackNumbers packs, @Nullable FrameRow previous) {
        out.varint(packs.number(pack)).zigzag(offset - origin(previous, pack));
        out.varint(stored).u8(codec.number());
        boolean uniform = Arrays.stream(lengths).allMatch(length -> length == lengths[0]);
        out.varint((long) lengths.length << 1 | (uniform ? 1 : 0));
        for (int i = 0; i < (uniform ? 1 : lengths.length); i++) {
            out.varint(lengths[i]);
        }
        if (codec == Codec.DELTA) {
            out.varint(depth).varint(bases.size());
            bases.forEach(
                    b -> out.varint(b.row).varint(b.member).varint(b.sequence).varint(b.ordinal));
        }
    }

    /** Reads a row; bases are checked by {@link LocationNode} when all rows are there. */
    static FrameRow read(ByteReader in, PackNumbers packs, MemberLengths members, @Nullable FrameRow previous)
            throws FormatException {
        Digest pack = packs.read(in);
        long offset = origin(previous, pack) + in.zigzag();
        if (offset < 0 || offset > PackNumbers.MAX_PACK_BYTES) {
            throw in.error("a frame's offset is " + offset);
        }
        int stored = in.varint("a frame's stored length", 1, FrameLimits.MAX_CHUNK + FrameLimits.MAX_GROWTH);
        Codec codec = Codec.read(in);
        int[] lengths = members.read(in);
        long plain = checkPlain(in, codec, lengths);
        if (stored > plain + FrameLimits.MAX_GROWTH) {
            throw in.error("a frame of " + plain + " bytes is stored in " + stored);
        }
        if (codec == Codec.ZSTD) {
            return plain(pack, offset, stored, lengths);
        }
        int depth = in.varint("a frame's depth", 1, FrameLimits.MAX_DEPTH);
        int count = in.varint("number of bases", 1, Math.min(FrameLimits.MAX_MEMBERS, in.remaining() / 4));
        List<Base> bases = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int row = in.varint("a base's row", 0, Integer.MAX_VALUE);
            int member = in.varint("a base's member", 0, FrameLimits.MAX_MEMBERS - 1);
            bases.add(new Base(row, member, in.varint(), in.varint()));
        }
        return new FrameRow(pack, offset, stored, codec, lengths, depth, bases);
    }

    private static long checkPlain(ByteReader in, Codec codec, int[] lengths) throws FormatException {
        int limit = switch (codec) {
            case STORED -> throw in.error("a frame has codec 0");
            case ZSTD -> lengths.length == 1 ? FrameLimits.MAX_CHUNK : FrameLimits.MAX_SEVERAL;
            case DELTA -> FrameLimits.MAX_DELTA;
        };
        long sum = Arrays.stream(lengths).asLongStream().sum();
        if (sum > limit) {
            throw in.error("a frame has " + sum + " plain bytes, more than " + limit);
        }
        return sum;
    }

    /** What an offset in {@code pack} counts from, after the row {@code previous}. */
    private static long origin(@Nullable FrameRow previous, Digest pack) {
        return previous != null && previous.pack.equals(pack) ? previous.end() : 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof FrameRow row
                && offset == row.offset
                && stored == row.stored
                && codec == row.codec
                && depth == row.depth
                && pack.equals(row.pack)
                && Arrays.equals(lengths, row.lengths)
                && bases.equals(row.bases);
    }

    @Override
    public int hashCode() {
        return pack.hashCode() * 31 + Long.hashCode(offset);
    }
}
