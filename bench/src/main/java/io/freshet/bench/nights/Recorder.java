package io.freshet.bench.nights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Numbers the chunks of one grain, night after night, and measures each new one. */
final class Recorder {
    private record Id(long high, long low) {}

    /** The limits of frames that are measured, in plain bytes; 0 is one chunk a frame. */
    static final List<Integer> LIMITS = List.of(0, 16 << 10, 64 << 10, 256 << 10);

    private final Grain grain;
    private final int level;
    private final Map<Id, Integer> numbers = new HashMap<>();
    private final List<int[]> nights = new ArrayList<>();
    private final List<History.Framed> framed = new ArrayList<>();
    private int[] length = new int[1024];
    private int[] single = new int[1024];

    Recorder(Grain grain, int level) {
        this.grain = grain;
        this.level = level;
    }

    Grain grain() {
        return grain;
    }

    /** Adds a night and returns the chunk numbers, in path order. */
    int[] add(Chunks chunks) {
        int[] ids = new int[chunks.count()];
        int known = numbers.size();
        var first = IntStream.builder();
        for (int i = 0; i < ids.length; i++) {
            int next = numbers.size();
            ids[i] = numbers.computeIfAbsent(new Id(chunks.high(i), chunks.low(i)), id -> next);
            if (ids[i] == next) {
                first.add(i);
            }
        }
        int[] members = first.build().toArray();
        length = Arrays.copyOf(length, known + members.length);
        single = Arrays.copyOf(single, known + members.length);
        int[] stored = Frames.stored(
                chunks, members, IntStream.rangeClosed(0, members.length).toArray(), level);
        for (int i = 0; i < members.length; i++) {
            length[known + i] = chunks.length(members[i]);
            single[known + i] = stored[i];
        }
        if (nights.isEmpty()) {
            double alone = IntStream.of(stored).asLongStream().sum();
            for (int limit : LIMITS) {
                framed.add(new History.Framed(limit, Frames.total(chunks, members, limit, level) / alone));
            }
        }
        nights.add(ids);
        return ids;
    }

    History history() {
        return new History(grain.label(), grain.entryBytes(), nights, length, single, framed);
    }
}
