package io.freshet.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever lies wherever: location nodes come back as they were written, and every chunk is where it was put. */
class LocationProperties {

    private static final Digest CONTENT = id(1);
    private static final Digest OWN = id(2);

    @Property(tries = 100)
    void leavesComeBack(
            @ForAll long seed, @ForAll @IntRange(max = 300) int frames, @ForAll @IntRange(max = 300) int runs)
            throws FormatException {
        SplittableRandom random = new SplittableRandom(seed);
        LocationNode.Leaf leaf = leaf(random, frames, frames == 0 ? 0 : runs);
        byte[] plain = leaf.toBytes();
        LocationNode.Leaf back = (LocationNode.Leaf) LocationNode.read(Digest.of(plain), CONTENT, OWN, plain);
        assertThat(back).isEqualTo(leaf);
        assertThat(back.toBytes()).isEqualTo(plain);
    }

    @Property(tries = 100)
    void chunksAreFoundWhereTheyWerePlaced(@ForAll long seed, @ForAll @IntRange(max = 2000) int chunks)
            throws FormatException {
        SplittableRandom random = new SplittableRandom(seed);
        List<FrameRow> rows = frames(random, 40);
        LeafPlacer placer = new LeafPlacer();
        List<FrameRow> where = new ArrayList<>();
        List<Integer> members = new ArrayList<>();
        List<FrameRow> deltas = frames(random, 10).stream()
                .map(row -> FrameRow.delta(row.pack(), row.offset(), row.stored(), row.lengths()))
                .toList();
        Map<Integer, FrameRow> delta = new HashMap<>();
        Map<Integer, Integer> deltaMember = new HashMap<>();
        for (int i = 0, row = 0; i < chunks; i++) {
            row = random.nextInt(4) > 0 ? row : random.nextInt(rows.size());
            int member = random.nextInt(rows.get(row).lengths().length);
            placer.place(rows.get(row), member);
            where.add(rows.get(row));
            members.add(member);
            int length = rows.get(row).lengths()[member];
            FrameRow also = deltas.get(random.nextInt(deltas.size()));
            for (int m = 0; m < also.lengths().length; m++) {
                if (also.lengths()[m] == length) {
                    placer.placeDelta(also, m);
                    delta.put(i, also);
                    deltaMember.put(i, m);
                    break;
                }
            }
        }
        LocationNode.Leaf leaf = placer.finish(CONTENT);
        byte[] plain = leaf.toBytes();
        ChunkPlaces places =
                new ChunkPlaces((LocationNode.Leaf) LocationNode.read(Digest.of(plain), CONTENT, OWN, plain));
        for (int i = 0; i < where.size(); i++) {
            places.next(where.get(i).lengths()[members.get(i)]);
            assertThat(places.frame()).isEqualTo(where.get(i));
            assertThat(places.member()).isEqualTo(members.get(i));
            assertThat(places.delta()).isEqualTo(delta.get(i));
            if (delta.containsKey(i)) {
                assertThat(places.deltaMember()).isEqualTo(deltaMember.get(i));
            }
        }
        places.end();
    }

    @Property(tries = 100)
    void basesNodesComeBack(
            @ForAll long seed, @ForAll @IntRange(max = 300) int frames, @ForAll @IntRange(max = 50) int deltas)
            throws FormatException {
        BasesNode node = bases(new SplittableRandom(seed), frames, frames == 0 ? 0 : deltas);
        byte[] plain = node.toBytes();
        BasesNode back = BasesNode.read(Digest.of(plain), plain);
        assertThat(back).usingRecursiveComparison().isEqualTo(node);
        assertThat(back.toBytes()).isEqualTo(plain);
    }

    private static BasesNode bases(SplittableRandom random, int frameCount, int deltaCount) {
        List<FrameRow> frames = frames(random, frameCount).stream()
                .map(row -> random.nextBoolean()
                        ? row
                        : FrameRow.delta(row.pack(), row.offset(), row.stored(), row.lengths()))
                .toList();
        List<BasesNode.Bases> deltas = new ArrayList<>();
        for (int i = 0; i < deltaCount; i++) {
            int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 1024 : 40);
            int[] rows = random.ints(count, 0, frameCount).toArray();
            int[] members = Arrays.stream(rows)
                    .map(row -> random.nextInt(frames.get(row).lengths().length))
                    .toArray();
            long[] words = random.longs(count).toArray();
            deltas.add(new BasesNode.Bases(id(random.nextInt(5)), random.nextLong(512_000_000), rows, members, words));
        }
        return new BasesNode(frames, deltas);
    }

    private static LocationNode.Leaf leaf(SplittableRandom random, int frameCount, int runCount) {
        List<FrameRow> frames = frames(random, frameCount);
        List<ChunkRun> runs = new ArrayList<>();
        for (int i = 0; i < runCount; i++) {
            int row = random.nextInt(frames.size());
            int member = random.nextInt(frames.get(row).lengths().length);
            int most = frames.subList(row, frames.size()).stream()
                            .mapToInt(frame -> frame.lengths().length)
                            .sum()
                    - member;
            runs.add(new ChunkRun(1 + random.nextInt(Math.min(most, 400)), row, member));
        }
        int placed = runs.stream().mapToInt(ChunkRun::count).sum();
        List<ModifiedAt> times = new ArrayList<>();
        for (int i = random.nextInt(50); i > 0; i--) {
            times.add(new ModifiedAt(random.nextLong(-1L << 33, 1L << 33), random.nextInt(1_000_000_000)));
        }
        return new LocationNode.Leaf(CONTENT, frames, runs, deltas(random, placed), times);
    }

    private static LeafDeltas deltas(SplittableRandom random, int placed) {
        List<FrameRow> frames = frames(random, random.nextInt(20)).stream()
                .map(row -> FrameRow.delta(row.pack(), row.offset(), row.stored(), row.lengths()))
                .toList();
        List<DeltaRun> runs = new ArrayList<>();
        for (int chunk = random.nextInt(10); chunk < placed && !frames.isEmpty(); chunk += random.nextInt(10)) {
            int row = random.nextInt(frames.size());
            int member = random.nextInt(frames.get(row).lengths().length);
            int most = Math.min(placed - chunk, frames.get(row).lengths().length - member);
            DeltaRun run = new DeltaRun(chunk, 1 + random.nextInt(most), row, member);
            runs.add(run);
            chunk += run.count();
        }
        return new LeafDeltas(frames, runs);
    }

    /** Plain frames, in a few packs. */
    private static List<FrameRow> frames(SplittableRandom random, int count) {
        List<FrameRow> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] lengths = new int[1 + random.nextInt(random.nextInt(10) == 0 ? 1024 : 8)];
            int same = 1 + random.nextInt(256);
            boolean uniform = random.nextBoolean();
            Arrays.setAll(lengths, k -> uniform ? same : 1 + random.nextInt(256));
            long offset = random.nextLong(512_000_000);
            int stored = 1 + random.nextInt(Arrays.stream(lengths).sum() + (64 << 10));
            Digest pack = id(random.nextInt(5) + 2);
            frames.add(FrameRow.plain(pack, offset, stored, lengths));
        }
        return frames;
    }

    private static Digest id(int number) {
        return Digest.of(new ByteWriter(8).u64(number).toBytes());
    }
}
