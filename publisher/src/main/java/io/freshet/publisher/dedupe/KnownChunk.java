package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.index.Item;
import io.freshet.publisher.frame.ChunkAt;
import io.freshet.publisher.frame.Stream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The 48 bytes that are kept of a known chunk: id, offset in its file, frame and member, length,
 * and whether it is of the fixed grain. The frame is a plain one, or the delta frame that is its only place. */
final class KnownChunk {

    static final int BYTES = 48;

    /** Stands for a frame that is not to be relied on: its chunks are to be written again. */
    static final long NO_FRAME = (1L << 40) - 1;

    /** Among a frame's bits: it is a delta frame. */
    private static final long DELTA = 1L << 39;

    /** Stands for the offset of a chunk that belongs to no file. */
    static final long NO_OFFSET = (1L << 48) - 1;

    private static final int OFFSET_AND_LENGTH_LOW = 32;
    private static final int FRAME_AND_LENGTH = 40;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private KnownChunk() {}

    static void write(byte[] to, Item.Chunk chunk, long offset, long frame, int member) {
        chunk.id().copyTo(to, 0);
        // The length has 22 bits (2 MiB among them), the member 10: 16 bits beside the offset, the rest beside the
        // frame, and above it one for the grain.
        long small = (long) (chunk.grain() == 0 ? 0 : 1) << 32 | (long) chunk.size() << 10 | member;
        LONGS.set(to, OFFSET_AND_LENGTH_LOW, offset << 16 | (small & 0xffff));
        LONGS.set(to, FRAME_AND_LENGTH, frame << 24 | small >>> 16);
    }

    /** Number of a delta frame, as it is written. */
    static long delta(long number) {
        return DELTA | number;
    }

    /** Whether the chunk lies in a delta frame only, and not in {@link #NO_FRAME}. */
    static boolean isDelta(byte[] bytes, int at) {
        return frame(bytes, at) >= DELTA && frame(bytes, at) != NO_FRAME;
    }

    /** Where it lies, as {@link ChunkAt} writes it: not for who lies in {@link #NO_FRAME}. */
    static long place(byte[] bytes, int at) {
        long frame = frame(bytes, at);
        return frame >= DELTA
                ? ChunkAt.of(Stream.KNOWN_DELTA, frame & ~DELTA, member(bytes, at))
                : ChunkAt.of(Stream.KNOWN, frame, member(bytes, at));
    }

    static boolean hasId(byte[] bytes, int at, Digest id) {
        return (long) LONGS.get(bytes, at) == id.word(0)
                && (long) LONGS.get(bytes, at + 8) == id.word(1)
                && (long) LONGS.get(bytes, at + 16) == id.word(2)
                && (long) LONGS.get(bytes, at + 24) == id.word(3);
    }

    static long offset(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at + OFFSET_AND_LENGTH_LOW) >>> 16;
    }

    static long frame(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at + FRAME_AND_LENGTH) >>> 24;
    }

    static int member(byte[] bytes, int at) {
        return (int) small(bytes, at) & 0x3ff;
    }

    static int length(byte[] bytes, int at) {
        return (int) (small(bytes, at) >>> 10) & 0x3fffff;
    }

    /** The chunk as the content index has it. */
    static Item.Chunk item(byte[] bytes, int at) {
        int length = length(bytes, at);
        return new Item.Chunk(Digest.at(bytes, at), length, small(bytes, at) >>> 32 == 0 ? 0 : length);
    }

    private static long small(byte[] bytes, int at) {
        long high = (long) LONGS.get(bytes, at + FRAME_AND_LENGTH) & 0xffffff;
        long low = (long) LONGS.get(bytes, at + OFFSET_AND_LENGTH_LOW) & 0xffff;
        return high << 16 | low;
    }
}
