package io.freshet.fetcher.download;

import java.util.Arrays;

/** Numbers different keys, from 0 on, in the order in which they come. Takes 16 to 32 bytes a key. For one thread. */
final class KeyNumbers {

    /** The number of what was never added. */
    static final int NONE = -1;

    private static final int FIRST_BITS = 10;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private int bits = FIRST_BITS;
    private long[] keys = new long[1 << bits];
    /** Twice as many as keys; each a number and one, 0 for none. */
    private int[] slots = new int[2 << bits];

    private int size;

    /** How many keys there are. */
    int size() {
        return size;
    }

    /** The key that has this number. */
    long key(int number) {
        return keys[number];
    }

    /** The number of a key, or {@link #NONE}. */
    int find(long key) {
        return slots[slot(key)] - 1;
    }

    /** The number of a key, a new one if it has none. */
    int add(long key) {
        int slot = slot(key);
        if (slots[slot] == 0) {
            if (size == keys.length) {
                grow();
                slot = slot(key);
            }
            keys[size++] = key;
            slots[slot] = size;
        }
        return slots[slot] - 1;
    }

    /** Where a key is, or else would be. */
    private int slot(long key) {
        int slot = (int) ((key * SPREAD) >>> (Long.SIZE - 1 - bits));
        while (slots[slot] != 0 && keys[slots[slot] - 1] != key) {
            slot = slot + 1 == slots.length ? 0 : slot + 1;
        }
        return slot;
    }

    private void grow() {
        bits++;
        keys = Arrays.copyOf(keys, 1 << bits);
        slots = new int[2 << bits];
        for (int number = 0; number < size; number++) {
            slots[slot(keys[number])] = number + 1;
        }
    }
}
