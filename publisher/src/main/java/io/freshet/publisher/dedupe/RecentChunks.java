package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;

/**
 * Places of chunks that this publication has stored itself, by their ids: a table of fixed size in sets of four, in which
 * the newest takes the place of the oldest of its set. 48 bytes of memory an entry. For one thread.
 */
public final class RecentChunks {

    private static final int SET = 4;
    private static final int WORDS = 5;

    private final long[] table;
    private final byte[] newest;

    /** @param capacity how many chunks it holds, a power of two, at least 4 */
    public RecentChunks(int capacity) {
        if (capacity < SET || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("a capacity of " + capacity);
        }
        table = new long[capacity * WORDS];
        newest = new byte[capacity / SET];
    }

    /** Where the chunk lies, as {@code ChunkAt} writes it; {@link ChunkFinder#NEW} if that is not known. */
    public long find(Digest id) {
        int set = set(id);
        for (int i = 0; i < SET; i++) {
            int at = (set * SET + i) * WORDS;
            // Places are kept plus one, so that an empty entry is all zeros.
            if (table[at] == id.word(0)
                    && table[at + 1] == id.word(1)
                    && table[at + 2] == id.word(2)
                    && table[at + 3] == id.word(3)
                    && table[at + 4] != 0) {
                return table[at + 4] - 1;
            }
        }
        return ChunkFinder.NEW;
    }

    /** Notes where a chunk lies that was not found. */
    public void add(Digest id, long place) {
        int set = set(id);
        newest[set] = (byte) ((newest[set] + 1) % SET);
        int at = (set * SET + newest[set]) * WORDS;
        for (int i = 0; i < 4; i++) {
            table[at + i] = id.word(i);
        }
        table[at + 4] = place + 1;
    }

    private int set(Digest id) {
        return (int) id.word(1) & (newest.length - 1);
    }
}
