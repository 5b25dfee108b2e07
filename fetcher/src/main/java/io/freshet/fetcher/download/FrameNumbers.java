package io.freshet.fetcher.download;

import io.freshet.core.Digest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers different frames, from 0 on, as they come: {@link KeyNumbers} of their names. Packs are few. */
final class FrameNumbers {

    private static final long OFFSET_MASK = 0xffff_ffffL;

    private final Map<Digest, Integer> packNumbers = new HashMap<>();
    private final List<Digest> packs = new ArrayList<>();
    private final KeyNumbers numbers = new KeyNumbers();

    /** How many frames there are. */
    int size() {
        return numbers.size();
    }

    /** The number of a frame, or {@link KeyNumbers#NONE}. */
    int find(FrameName frame) {
        Integer pack = packNumbers.get(frame.pack());
        return pack == null ? KeyNumbers.NONE : numbers.find(key(pack, frame.offset()));
    }

    /** The number of a frame, a new one if it has none. */
    int add(FrameName frame) {
        int pack = packNumbers.computeIfAbsent(frame.pack(), name -> {
            packs.add(name);
            return packs.size() - 1;
        });
        return numbers.add(key(pack, frame.offset()));
    }

    /** What the frame with this number is called. */
    FrameName name(int number) {
        long key = numbers.key(number);
        return new FrameName(packs.get((int) (key >>> Integer.SIZE)), key & OFFSET_MASK);
    }

    /** These numbers, pack by pack, in the order in which the frames lie there. */
    int[] asStored(BitSet these) {
        long[] keys = these.stream().mapToLong(numbers::key).sorted().toArray();
        int[] sorted = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            sorted[i] = numbers.find(keys[i]);
        }
        return sorted;
    }

    /** Packs are shorter than 4 GiB by far, and whoever names a frame elsewhere has read that from an index that says so. */
    private static long key(int pack, long offset) {
        if ((offset & ~OFFSET_MASK) != 0) {
            throw new IllegalArgumentException("a frame at byte " + offset);
        }
        return ((long) pack << Integer.SIZE) | offset;
    }
}
