package io.freshet.core.pack;

import java.util.Arrays;

/**
 * How unevenly byte values are spread in a frame: 1 for noise, 0.8 to 2.6 for pages and tables of keys and digests, 10 and
 * more for text. Of the bytes at offsets 5, 22, 39, … (every 17th, so that no layout of records is in step with them), let
 * n(v) be how often the value v ≠ 0 occurs, and N their sum. The skew is 256 · Σ n(v)(n(v) − 1) / (N (N − 1)), or 1 where
 * N &lt; 2. For one thread.
 */
final class Skew {

    private static final int FIRST = 5;
    private static final int STEP = 17;
    private static final int VALUES = 256;
    private static final long LIMIT = 3;

    private final int[] counts = new int[VALUES];

    /** Whether the skew is below 3. */
    boolean isLow(byte[] bytes, int from, int length) {
        Arrays.fill(counts, 0);
        for (int i = from + FIRST; i < from + length; i += STEP) {
            counts[bytes[i] & 0xff]++;
        }
        long sampled = 0;
        long pairs = 0;
        for (int value = 1; value < VALUES; value++) {
            long count = counts[value];
            sampled += count;
            pairs += count * (count - 1);
        }
        return sampled < 2 || VALUES * pairs < LIMIT * sampled * (sampled - 1);
    }
}
