package io.freshet.core.index;

import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.pack.FrameLimits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the lengths of members, row by row of one location node. Six bytes can say that a frame has 1,024 equal members:
 * equal rows share an array, and all arrays together are bounded.
 */
final class MemberLengths {

    /** Members of all different rows of a node: 32 MiB of memory. */
    static final int MOST = 8 << 20;

    private final Map<Long, int[]> uniform = new HashMap<>();
    private int left = MOST;

    int[] read(ByteReader in) throws FormatException {
        int tag = in.varint("number of members", 2, FrameLimits.MAX_MEMBERS << 1 | 1);
        int count = tag >> 1;
        if ((tag & 1) == 0) {
            int[] lengths = take(in, count);
            for (int i = 0; i < count; i++) {
                lengths[i] = length(in);
            }
            return lengths;
        }
        int length = length(in);
        int[] known = uniform.get(key(count, length));
        if (known != null) {
            return known;
        }
        int[] lengths = take(in, count);
        Arrays.fill(lengths, length);
        uniform.put(key(count, length), lengths);
        return lengths;
    }

    private static long key(int count, int length) {
        return (long) count << 32 | length;
    }

    private static int length(ByteReader in) throws FormatException {
        return in.varint("a member's length", 1, FrameLimits.MAX_CHUNK);
    }

    private int[] take(ByteReader in, int count) throws FormatException {
        left -= count;
        if (left < 0) {
            throw in.error("its frames have more than " + MOST + " members");
        }
        return new int[count];
    }
}
