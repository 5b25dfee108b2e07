package io.freshet.core.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The blocks as which zero runs are found: 4,096 bytes at multiples of that in the file. */
final class ZeroBlocks {

    static final int BLOCK = 4096;

    /** The shortest zero run. */
    static final int RUN = 65536;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final byte[] ZEROS = new byte[BLOCK];

    private ZeroBlocks() {}

    /** Whether {@code length} bytes (1 to 4,096) are zeros. Two loads tell of most that are not. */
    static boolean allZero(byte[] bytes, int from, int length) {
        if (length >= Long.BYTES
                && ((long) LONGS.get(bytes, from) | (long) LONGS.get(bytes, from + length - Long.BYTES)) != 0) {
            return false;
        }
        return Arrays.equals(bytes, from, from + length, ZEROS, 0, length);
    }

    /**
     * Whether the last block that a chunk lies in is zeros, as far as it is the chunk's.
     *
     * @param from index of the chunk's first byte, which is at {@code offset} in its file
     */
    static boolean endsInZeros(byte[] bytes, int from, long offset, int length) {
        int partial = (int) ((offset + length) % BLOCK);
        int last = Math.min(length, partial == 0 ? BLOCK : partial);
        return allZero(bytes, from + length - last, last);
    }

    static long roundUp(long offset, int multiple) {
        return (offset + multiple - 1) & -multiple;
    }
}
