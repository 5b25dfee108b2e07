package io.freshet.fetcher.download;

import java.util.Arrays;

/**
 * Numbers different keys, from 0 on, in the order in which they come. Takes 14 bytes a key where room was {@linkplain
 * #reserve reserved}, up to 21 otherwise. Written by one thread, read by any number while nobody adds.
 */
final class KeyNumbers {

    /** The number of what was never added. */
    static final int NONE = -1;

    private static final int FIRST = 16;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private long[] keys = new long[FIRST];
    /** Three for two keys; each a number and one, 0 for none. */
    private int[] slots = new int[FIRST / 2 * 3];

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
                resize(room(size, size + 1));
                slot = slot(key);
            }
            keys[size++] = key;
            slots[slot] = size;
        }
        return slots[slot] - 1;
    }

    /** Makes room for {@code more} keys that are new. */
    void reserve(int more) {
        int needed = Math.addExact(size, more);
        if (needed > keys.length) {
            resize(needed);
        }
    }

    /** How long an array of {@code length} becomes that is too short for {@code needed}: half as long again at least. */
    static int room(int length, int needed) {
        return Math.max(needed, length + length / 2);
    }

    /** Where a key is, or else would be. */
    private int slot(long key) {
        int slot = (int) ((((key * SPREAD) >>> Integer.SIZE) * slots.length) >>> Integer.SIZE);
        while (slots[slot] != 0 && keys[slots[slot] - 1] != key) {
            slot = slot + 1 == slots.length ? 0 : slot + 1;
        }
        return slot;
    }

    private void resize(int capacity) {
        keys = Arrays.copyOf(keys, capacity);
        slots = new int[Math.addExact(capacity, capacity / 2 + 1)];
        for (int number = 0; number < size; number++) {
            slots[slot(keys[number])] = number + 1;
        }
    }
}
