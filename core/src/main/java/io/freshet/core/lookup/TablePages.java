package io.freshet.core.lookup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Pages of a {@link ChunkTable}: a count and a mark in 16 bytes, then up to 255 pairs of key and value. A page that was
 * full when one more came is marked: the search goes on in the next one.
 */
final class TablePages {

    static final int PAGE = 4096;

    private static final int PAIR = 16;
    private static final int MOST = PAGE / PAIR - 1;
    private static final int OVERFLOW = 4;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private TablePages() {}

    /** Pages for so many pairs: three quarters full, so that few overflow. */
    static int pagesFor(long pairs) {
        return Math.toIntExact(pairs / (MOST * 3 / 4) + 1);
    }

    /** The page, of {@code pages}, in which the search for a key begins. */
    static int home(long key, int partitionBits, int pages) {
        return (int) Math.unsignedMultiplyHigh(key << partitionBits, pages);
    }

    /** Adds a pair to the page at {@code page}, unless its key is there; false if the page is full. */
    static boolean add(byte[] bytes, int page, long key, long value) {
        int count = (int) INTS.get(bytes, page);
        if (find(bytes, page, key) != ChunkTable.NONE) {
            return true;
        }
        if (count == MOST) {
            INTS.set(bytes, page + OVERFLOW, 1);
            return false;
        }
        LONGS.set(bytes, page + PAIR * (count + 1), key);
        LONGS.set(bytes, page + PAIR * (count + 1) + Long.BYTES, value);
        INTS.set(bytes, page, count + 1);
        return true;
    }

    /** The value of a key in the page at {@code page}, or {@link ChunkTable#NONE}. */
    static long find(byte[] bytes, int page, long key) {
        int end = page + PAIR * ((int) INTS.get(bytes, page) + 1);
        for (int at = page + PAIR; at < end; at += PAIR) {
            if ((long) LONGS.get(bytes, at) == key) {
                return (long) LONGS.get(bytes, at + Long.BYTES);
            }
        }
        return ChunkTable.NONE;
    }

    /** Whether the search goes on in the next page. */
    static boolean overflowed(byte[] bytes, int page) {
        return (int) INTS.get(bytes, page + OVERFLOW) != 0;
    }
}
