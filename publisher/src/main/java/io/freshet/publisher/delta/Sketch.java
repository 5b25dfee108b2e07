package io.freshet.publisher.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Four features of a page: two pages that share most of their bytes, wherever these lie in them, most likely share a
 * feature, and pages that do not resemble each other share none. A feature is the greatest of the hashes of all windows of
 * eight bytes at even offsets, as records of databases lie; the four are greatest in different bits of one hash.
 */
final class Sketch {

    /** Features of a page. */
    static final int FEATURES = 4;

    /** Bytes of a sketch. */
    static final int BYTES = FEATURES * Integer.BYTES;

    private static final int WINDOW = Long.BYTES;
    private static final int STEP = 2;
    private static final int TURN = Long.SIZE / FEATURES;
    private static final long ODD_1 = 0x9E3779B97F4A7C15L;
    private static final long ODD_2 = 0xBF58476D1CE4E5B9L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Sketch() {}

    /**
     * Puts the features of a page into {@code features}, from {@code to} on. A feature is never 0; all are 0 where
     * there is nothing to see, since all bytes are zeros or there are too few.
     */
    static void of(byte[] bytes, int from, int length, int[] features, int to) {
        long first = Long.MIN_VALUE;
        long second = Long.MIN_VALUE;
        long third = Long.MIN_VALUE;
        long fourth = Long.MIN_VALUE;
        boolean any = false;
        int last = from + length - WINDOW;
        for (int at = from; at <= last; at += STEP) {
            long window = (long) LONGS.get(bytes, at);
            // Zeros are everywhere, and say nothing.
            if (window != 0) {
                any = true;
                long hash = window * ODD_1;
                hash = (hash ^ hash >>> 32) * ODD_2;
                hash ^= hash >>> 29;
                first = Math.max(first, hash);
                second = Math.max(second, Long.rotateLeft(hash, TURN));
                third = Math.max(third, Long.rotateLeft(hash, 2 * TURN));
                fourth = Math.max(fourth, Long.rotateLeft(hash, 3 * TURN));
            }
        }
        features[to] = any ? feature(first) : 0;
        features[to + 1] = any ? feature(second) : 0;
        features[to + 2] = any ? feature(third) : 0;
        features[to + 3] = any ? feature(fourth) : 0;
    }

    /** Whether a page has no features, or these are not known. */
    static boolean isEmpty(int[] features) {
        return features[0] == 0;
    }

    /** The low bits: the high ones of a maximum are much alike. */
    private static int feature(long greatest) {
        int low = (int) greatest;
        return low == 0 ? 1 : low;
    }
}
