package io.freshet.core.chunk;

/**
 * Finds the end of a content-defined chunk. The bytes of a chunk may come little by little: where they did not
 * suffice, the next call goes on behind the last byte that was looked at.
 */
final class CutFinder {

    private final long[] gear;
    private final int min;
    private final int avg;
    private final int max;
    private final long hard;
    private final long easy;

    /** Bytes of the present chunk that were rolled in or, below {@code min}, need not be. */
    private int reached;

    private long hash;

    CutFinder(ChunkerSpec.FastCdc spec, Gear gear) {
        this.gear = gear.table();
        this.min = spec.min();
        this.avg = spec.avg();
        this.max = spec.max();
        int bits = Integer.numberOfTrailingZeros(avg);
        this.hard = -1L << (64 - bits - spec.normalization());
        this.easy = -1L << (64 - bits + spec.normalization());
        reset();
    }

    /**
     * Length of the chunk that starts at {@code from}, or 0 if that depends on bytes that are not known yet.
     *
     * @param known how many bytes from {@code from} on are known to be of the segment, at least 1; never fewer than in
     *     the call before, if that returned 0
     * @param ends whether the segment ends with them
     */
    int find(byte[] bytes, int from, int known, boolean ends) {
        int limit = Math.min(known, max);
        int cut = 0;
        if (reached < Math.min(limit, avg)) {
            cut = roll(bytes, from, Math.min(limit, avg), hard);
        }
        if (cut == 0 && reached < limit) {
            cut = roll(bytes, from, limit, easy);
        }
        if (cut == 0 && (ends || limit == max)) {
            cut = limit;
        }
        if (cut > 0) {
            reset();
        }
        return cut;
    }

    private int roll(byte[] bytes, int from, int to, long mask) {
        long[] table = gear;
        long h = hash;
        int end = from + to;
        for (int i = from + reached; i < end; i++) {
            h = (h << 1) + table[bytes[i] & 0xff];
            if ((h & mask) == 0) {
                return i + 1 - from;
            }
        }
        hash = h;
        reached = to;
        return 0;
    }

    /** Forgets what was seen of the present chunk: the next one begins. */
    void reset() {
        reached = min;
        hash = 0;
    }
}
