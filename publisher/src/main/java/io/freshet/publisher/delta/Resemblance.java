package io.freshet.publisher.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Chooses bases by their bytes: how many of a sample of a page's windows of eight bytes, at even offsets, stand anywhere in
 * them. For one thread.
 */
final class Resemblance {

    private static final int STEP = 2;
    private static final int SLOT_BITS = 10;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int MOST = SLOTS / 2;
    private static final long ODD = 0x9E3779B97F4A7C15L;

    /** A window is in the sample if so many first bits of its hash are zeros: one in eight. */
    private static final int SAMPLE_BITS = 3;

    /** A further base has to have an eighth of a page that the others lack. */
    private static final int GOOD_PART = 8;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] sample = new long[SLOTS];
    private final boolean[] covered = new boolean[SLOTS];
    private int size;

    /**
     * Chooses among candidates the one that has most of the page, then those that have a good part of what the ones before
     * lack: LMDB leaves parts of other pages where a page has free space.
     *
     * @return their numbers, best first
     */
    int[] choose(byte[] page, int from, int length, byte[][] candidates) {
        take(page, from, length);
        int[][] hits = new int[candidates.length][];
        for (int i = 0; i < candidates.length; i++) {
            hits[i] = hits(candidates[i]);
        }
        boolean[] isChosen = new boolean[candidates.length];
        int[] chosen = new int[candidates.length];
        int count = 0;
        while (count < chosen.length) {
            int best = mostLacking(hits, isChosen);
            if (count > 0 && lacking(hits[best]) * GOOD_PART < size) {
                break;
            }
            chosen[count++] = best;
            for (int slot : hits[best]) {
                covered[slot] = true;
            }
            isChosen[best] = true;
        }
        return Arrays.copyOf(chosen, count);
    }

    private int mostLacking(int[][] hits, boolean[] isChosen) {
        int best = 0;
        int most = -1;
        for (int i = 0; i < hits.length; i++) {
            int lacking = isChosen[i] ? -1 : lacking(hits[i]);
            if (lacking > most) {
                most = lacking;
                best = i;
            }
        }
        return best;
    }

    /** Takes the sample of a page; of a large one, of its beginning. */
    private void take(byte[] bytes, int from, int length) {
        Arrays.fill(sample, 0);
        Arrays.fill(covered, false);
        size = 0;
        for (int at = from; at <= from + length - Long.BYTES && size < MOST; at += STEP) {
            long window = (long) LONGS.get(bytes, at);
            long hash = window * ODD;
            if (window != 0 && hash >>> (Long.SIZE - SAMPLE_BITS) == 0) {
                int slot = slot(window, hash);
                size += sample[slot] == 0 ? 1 : 0;
                sample[slot] = window;
            }
        }
    }

    /** The slots of the windows that a candidate has, too. */
    private int[] hits(byte[] bytes) {
        int[] hits = new int[size];
        int count = 0;
        for (int at = 0; at <= bytes.length - Long.BYTES && count < size; at += STEP) {
            long window = (long) LONGS.get(bytes, at);
            long hash = window * ODD;
            if (window != 0 && hash >>> (Long.SIZE - SAMPLE_BITS) == 0) {
                int slot = slot(window, hash);
                if (sample[slot] == window) {
                    hits[count++] = slot;
                }
            }
        }
        return Arrays.copyOf(hits, count);
    }

    private int lacking(int[] hits) {
        int lacking = 0;
        for (int slot : hits) {
            lacking += covered[slot] ? 0 : 1;
        }
        return lacking;
    }

    private int slot(long window, long hash) {
        int slot = (int) (hash >>> (Long.SIZE - SAMPLE_BITS - SLOT_BITS)) & (SLOTS - 1);
        while (sample[slot] != 0 && sample[slot] != window) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }
}
