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
 */
@SuppressWarnings("ArrayRecordComponent") // many millions of them: the array is the point; equals() is ours
public record FrameRow(Digest pack, long offset, int stored, Codec codec, int[] lengths) {

    /** Bytes of a row: five numbers at least. */
    private static final int SHORTEST = 5;

    /** Checks the numbers. */
    public FrameRow {
        if (offset < 0 || stored <= 0 || lengths.length == 0 || codec == Codec.STORED) {
            throw new IllegalArgumentException("a frame of %d bytes at %d".formatted(stored, offset));
        }
    }

    /** A plain frame. */
    public static FrameRow plain(Digest pack, long offset, int stored, int[] lengths) {
        return new FrameRow(pack, offset, stored, Codec.ZSTD, lengths);
    }

    /** A delta frame. */
    public static FrameRow delta(Digest pack, long offset, int stored, int[] lengths) {
        return new FrameRow(pack, offset, stored, Codec.DELTA, lengths);
    }

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

    /** Writes rows, how many first. */
    static void writeAll(List<FrameRow> rows, ByteWriter out, PackNumbers packs) {
        out.varint(rows.size());
        FrameRow previous = null;
        for (FrameRow row : rows) {
            row.write(out, packs, previous);
            previous = row;
        }
    }

    private void write(ByteWriter out, PackNumbers packs, @Nullable FrameRow previous) {
        out.varint(packs.number(pack)).zigzag(offset - origin(previous, pack));
        out.varint(stored).u8(codec.number());
        boolean uniform = Arrays.stream(lengths).allMatch(length -> length == lengths[0]);
        out.varint((long) lengths.length << 1 | (uniform ? 1 : 0));
        for (int i = 0; i < (uniform ? 1 : lengths.length); i++) {
            out.varint(lengths[i]);
        }
    }

    /**
     * Reads rows, of plain frames or delta frames.
     *
     * @param name what their number is called
     */
    static List<FrameRow> readAll(ByteReader in, String name, PackNumbers packs, MemberLengths members)
            throws FormatException {
        int count = in.count(name, SHORTEST);
        List<FrameRow> rows = new ArrayList<>(count);
        FrameRow previous = null;
        for (int i = 0; i < count; i++) {
            previous = read(in, packs, members, previous);
            rows.add(previous);
        }
        return rows;
    }

    private static FrameRow read(ByteReader in, PackNumbers packs, MemberLengths members, @Nullable FrameRow previous)
            throws FormatException {
        Digest pack = packs.read(in);
        long offset = origin(previous, pack) + in.zigzag();
        if (offset < 0 || offset > PackNumbers.MAX_PACK_BYTES) {
            throw in.error("a frame's offset is " + offset);
        }
        int stored = in.varint("a frame's stored length", 1, FrameLimits.MAX_CHUNK + FrameLimits.MAX_GROWTH);
        Codec codec = Codec.read(in);
        if (codec == Codec.STORED) {
            throw in.error("a frame has codec 0, which is for index blobs only");
        }
        int[] lengths = members.read(in);
        long plain = checkPlain(in, codec, lengths);
        if (stored > plain + FrameLimits.MAX_GROWTH) {
            throw in.error("a frame of " + plain + " bytes is stored in " + stored);
        }
        return new FrameRow(pack, offset, stored, codec, lengths);
    }

    private static long checkPlain(ByteReader in, Codec codec, int[] lengths) throws FormatException {
        int limit = codec == Codec.DELTA
                ? FrameLimits.MAX_DELTA
                : lengths.length == 1 ? FrameLimits.MAX_CHUNK : FrameLimits.MAX_SEVERAL;
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
                && pack.equals(row.pack)
                && Arrays.equals(lengths, row.lengths);
    }

    @Override
    public int hashCode() {
        return pack.hashCode() * 31 + Long.hashCode(offset);
    }
}
