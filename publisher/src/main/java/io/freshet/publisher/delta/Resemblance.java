package io.freshet.publisher.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /** A base that lacks no more than a part like this is taken as it is. */
    private static final int NEARLY_ALL = 16;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] sample = new long[SLOTS];
    private final boolean[] covered = new boolean[SLOTS];
    /** The last candidate that has the window of each slot: it counts once, however often it stands there. */
    private final int[] hitBy = new int[SLOTS];

    private int size;
    private int candidates;

    /** A page that may be a base, with its bytes. */
    static final class Candidate<T> {
        private final T source;
        private final byte[] bytes;
        /** The slots of the windows that it has, too. */
        private final int[] hits;

        private Candidate(T source, byte[] bytes, int[] hits) {
            this.source = source;
            this.bytes = bytes;
            this.hits = hits;
        }

        /** What it is. */
        T source() {
            return source;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** A candidate for the page. */
    <T> Candidate<T> candidate(T source, byte[] bytes) {
        return new Candidate<>(source, bytes, hits(bytes));
    }

    /** Whether it has so nearly all of the page that others are not worth a look. */
    boolean isEnough(Candidate<?> candidate) {
        return (size - candidate.hits.length) * NEARLY_ALL <= size;
    }

    /**
     * Chooses among candidates the one that has most of the page, then those that have a good part of what the ones before
     * lack: LMDB leaves parts of other pages where a page has free space.
     *
     * @return the chosen ones, best first
     */
    <T> List<Candidate<T>> choose(List<Candidate<T>> found) {
        Arrays.fill(covered, false);
        List<Candidate<T>> chosen = new ArrayList<>();
        while (chosen.size() < found.size()) {
            Candidate<T> best = found.getFirst();
            int most = -1;
            for (Candidate<T> candidate : found) {
                int lacking = chosen.contains(candidate) ? -1 : lacking(candidate.hits);
                if (lacking > most) {
                    most = lacking;
                    best = candidate;
                }
            }
            if (!chosen.isEmpty() && most * GOOD_PART < size) {
                break;
            }
            chosen.add(best);
            for (int slot : best.hits) {
                covered[slot] = true;
            }
        }
        return chosen;
    }

    /** Takes the sample of the page that bases are sought for; of a large one, of its beginning. */
    void of(byte[] bytes, int from, int length) {
        Arrays.fill(sample, 0);
        Arrays.fill(hitBy, 0);
        candidates = 0;
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

    private int[] hits(byte[] bytes) {
        candidates++;
        int[] hits = new int[size];
        int count = 0;
        for (int at = 0; at <= bytes.length - Long.BYTES && count < size; at += STEP) {
            long window = (long) LONGS.get(bytes, at);
            long hash = window * ODD;
            if (window != 0 && hash >>> (Long.SIZE - SAMPLE_BITS) == 0) {
                int slot = slot(window, hash);
                if (sample[slot] == window && hitBy[slot] != candidates) {
                    hitBy[slot] = candidates;
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
