package io.freshet.bench.nights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The chunks of a tree in path order: where each lies, and the first 16 bytes of its SHA-256. */
final class Chunks {
    private static final int SLICE = 4096;

    private final Tree tree;
    private final int count;
    private final int[] file;
    private final long[] from;
    private final int[] length;
    private final long[] high;
    private final long[] low;

    private Chunks(Tree tree, Places places) {
        this.tree = tree;
        this.count = places.count;
        this.file = places.files();
        this.from = places.froms();
        this.length = places.lengths();
        this.high = new long[count];
        this.low = new long[count];
    }

    static Chunks of(Tree tree, Grain grain) {
        var places = new Places();
        for (Tree.Run run : tree.runs()) {
            grain.cut(tree.file(run.file()), run.from(), run.to(), (at, n) -> places.add(run.file(), at, n));
        }
        var chunks = new Chunks(tree, places);
        IntStream.range(0, (chunks.count + SLICE - 1) / SLICE).parallel().forEach(s -> chunks.hash(s * SLICE));
        return chunks;
    }

    private void hash(int first) {
        MessageDigest sha;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        byte[] copy = new byte[1 << 16];
        for (int i = first; i < Math.min(count, first + SLICE); i++) {
            if (copy.length < length[i]) {
                copy = new byte[length[i]];
            }
            MemorySegment.copy(tree.file(file[i]), ValueLayout.JAVA_BYTE, from[i], copy, 0, length[i]);
            sha.update(copy, 0, length[i]);
            var digest = ByteBuffer.wrap(sha.digest());
            high[i] = digest.getLong();
            low[i] = digest.getLong();
        }
    }

    Tree tree() {
        return tree;
    }

    int count() {
        return count;
    }

    int length(int i) {
        return length[i];
    }

    long high(int i) {
        return high[i];
    }

    long low(int i) {
        return low[i];
    }

    MemorySegment data(int i) {
        return tree.file(file[i]).asSlice(from[i], length[i]);
    }

    long bytes(int[] some) {
        return IntStream.of(some).mapToLong(i -> length[i]).sum();
    }

    private static final class Places {
        private final List<int[]> ints = new ArrayList<>();
        private final List<long[]> longs = new ArrayList<>();
        private int count;

        void add(int file, long from, int length) {
            int within = count % SLICE;
            if (within == 0) {
                ints.add(new int[2 * SLICE]);
                longs.add(new long[SLICE]);
            }
            ints.getLast()[2 * within] = file;
            ints.getLast()[2 * within + 1] = length;
            longs.getLast()[within] = from;
            count++;
        }

        int[] files() {
            return IntStream.range(0, count)
                    .map(i -> ints.get(i / SLICE)[2 * (i % SLICE)])
                    .toArray();
        }

        int[] lengths() {
            return IntStream.range(0, count)
                    .map(i -> ints.get(i / SLICE)[2 * (i % SLICE) + 1])
                    .toArray();
        }

        long[] froms() {
            return IntStream.range(0, count)
                    .mapToLong(i -> longs.get(i / SLICE)[i % SLICE])
                    .toArray();
        }
    }
}
