package io.freshet.reader.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.reader.tree.MemoryTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The merge-join of two content trees, beside a model that holds both of them whole. */
class ComparisonTest {

    private static final int GRAIN = 4096;

    /** A file, as the model has it: a name for the bytes of each block; {@code ""} for zeros. */
    private record Blocks(int mode, List<String> blocks) {}

    private final Map<EntryPath, Blocks> files = new TreeMap<>();

    private static List<Item> items(Map<EntryPath, Blocks> files) {
        List<Item> items = new ArrayList<>();
        items.add(new Item.Directory(EntryPath.ROOT, 0755, List.of()));
        files.forEach((path, file) -> {
            items.add(new Item.File(path, file.mode, (long) file.blocks.size() * GRAIN, List.of()));
            long zeros = 0;
            for (String block : file.blocks) {
                if (block.isEmpty()) {
                    zeros += GRAIN;
                } else {
                    if (zeros > 0) {
                        items.add(new Item.Zeros(zeros));
                        zeros = 0;
                    }
                    items.add(new Item.Chunk(id(block), GRAIN, GRAIN));
                }
            }
            if (zeros > 0) {
                items.add(new Item.Zeros(zeros));
            }
        });
        return items;
    }

    private static Digest id(String block) {
        return Digest.of(block.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Map<EntryPath, String> model(Map<EntryPath, Blocks> old, Map<EntryPath, Blocks> now) {
        Map<EntryPath, String> changes = new TreeMap<>();
        Set<EntryPath> all = new HashSet<>(old.keySet());
        all.addAll(now.keySet());
        for (EntryPath path : all) {
            Blocks a = old.get(path);
            Blocks b = now.get(path);
            if (a == null) {
                changes.put(path, "ADDED " + (long) b.blocks.size() * GRAIN);
            } else if (b == null) {
                changes.put(path, "REMOVED " + (long) a.blocks.size() * GRAIN);
            } else if (!a.equals(b)) {
                long bytes = 0;
                for (int i = 0; i < b.blocks.size(); i++) {
                    boolean same = i < a.blocks.size() && a.blocks.get(i).equals(b.blocks.get(i));
                    bytes += same ? 0 : GRAIN;
                }
                changes.put(path, "CHANGED " + bytes);
            }
        }
        return changes;
    }

    private static void assertLikeModel(
            Map<EntryPath, Blocks> old, Map<EntryPath, Blocks> now, MemoryTree a, MemoryTree b) throws IOException {
        Map<EntryPath, String> found = new TreeMap<>();
        List<EntryPath> order = new ArrayList<>();
        Totals totals = Comparison.run(a.snapshot(), b.snapshot(), ChunkUse.IGNORED, change -> {
            order.add(change.path());
            String before = found.put(change.path(), change.kind() + " " + change.bytes());
            assertThat(before).as("a second change of " + change.path()).isNull();
            if (change.after().isPresent() && change.after().get() instanceof Item.File file) {
                assertThat(file.size())
                        .isEqualTo((long) Objects.requireNonNull(now.get(change.path()))
                                        .blocks
                                        .size()
                                * GRAIN);
            }
        });
        assertThat(found).isEqualTo(model(old, now));
        assertThat(order).isSorted();
        assertThat(totals.equal()).isEqualTo(found.isEmpty());
        long newBytes = now.values().stream()
                .mapToLong(f -> (long) f.blocks.size() * GRAIN)
                .sum();
        assertThat(totals.sameBytes() + totals.addedBytes() + totals.changedBytes())
                .isEqualTo(newBytes);
    }

    private static Map<EntryPath, Blocks> random(SplittableRandom random) {
        Map<EntryPath, Blocks> files = new TreeMap<>();
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            int blocks = random.nextInt(3) == 0 ? random.nextInt(6000) : random.nextInt(40);
            files.put(new EntryPath("f" + random.nextInt(100)), new Blocks(0644, blocks(random, blocks)));
        }
        return files;
    }

    private static List<String> blocks(SplittableRandom random, int count) {
        List<String> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add("b" + random.nextLong());
        }
        return blocks;
    }

    /** Another night: pages change, files grow, shrink, come and go, and are moved within. */
    private static Map<EntryPath, Blocks> next(Map<EntryPath, Blocks> old, SplittableRandom random) {
        Map<EntryPath, Blocks> now = new TreeMap<>();
        old.forEach((path, file) -> {
            List<String> blocks = new ArrayList<>(file.blocks);
            int mode = file.mode;
            switch (random.nextInt(8)) {
                case 0 -> {
                    return;
                }
                case 1 -> blocks.addAll(blocks(random, random.nextInt(3000)));
                case 2 -> blocks.subList(blocks.size() / 2, blocks.size()).clear();
                case 3 -> mode = 0600;
                case 4 -> blocks.addAll(blocks.size() / 2, blocks(random, 1 + random.nextInt(3)));
                case 5, 6 -> {
                    for (int i = 0; i < blocks.size(); i += 1 + random.nextInt(4000)) {
                        blocks.set(i, "c" + random.nextLong());
                    }
                }
                default -> {}
            }
            now.put(path, new Blocks(mode, blocks));
        });
        for (int i = random.nextInt(3); i > 0; i--) {
            now.put(new EntryPath("f" + random.nextInt(100)), new Blocks(0644, blocks(random, random.nextInt(3000))));
        }
        return now;
    }

    @Property(tries = 40)
    void findsWhatDiffersAndNothingElse(@ForAll @IntRange(max = Integer.MAX_VALUE) int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Map<EntryPath, Blocks> old = random(random);
        Map<EntryPath, Blocks> now = next(old, random);
        assertLikeModel(old, now, new MemoryTree(items(old)), new MemoryTree(items(now)));
    }

    @Test
    void equalTreesAreNotReadAtAll() throws IOException {
        files.put(new EntryPath("a"), new Blocks(0644, blocks(new SplittableRandom(1), 20_000)));
        MemoryTree a = new MemoryTree(items(files));
        MemoryTree b = new MemoryTree(items(files));
        assertLikeModel(files, files, a, b);
        assertThat(a.read).isEmpty();
        assertThat(b.read).isEmpty();
    }

    @Test
    void onlyNodesThatDifferAreRead() throws IOException {
        files.put(new EntryPath("a"), new Blocks(0644, blocks(new SplittableRandom(1), 60_000)));
        files.put(new EntryPath("b"), new Blocks(0644, blocks(new SplittableRandom(2), 60_000)));
        Map<EntryPath, Blocks> now = new TreeMap<>();
        files.forEach((path, file) -> now.put(path, new Blocks(file.mode, new ArrayList<>(file.blocks))));
        Objects.requireNonNull(now.get(new EntryPath("a"))).blocks.set(30_000, "another");
        Objects.requireNonNull(now.get(new EntryPath("b"))).blocks.set(30_000, "another, too");
        MemoryTree a = new MemoryTree(items(files));
        MemoryTree b = new MemoryTree(items(now));
        assertLikeModel(files, now, a, b);
        Set<Digest> onlyOld = a.ids();
        onlyOld.removeAll(b.ids());
        Set<Digest> onlyNew = b.ids();
        onlyNew.removeAll(a.ids());
        assertThat(a.read).containsExactlyInAnyOrderElementsOf(onlyOld);
        assertThat(b.read).containsExactlyInAnyOrderElementsOf(onlyNew);
        assertThat(b.ids()).as("leaves enough to tell").hasSizeGreaterThan(20);
    }

    @Test
    void runsOfZerosAreComparedBytesByBytes() throws IOException {
        List<String> blocks = new ArrayList<>(blocks(new SplittableRandom(1), 10));
        for (int i = 0; i < 64; i++) {
            blocks.add("");
        }
        blocks.addAll(blocks(new SplittableRandom(2), 10));
        files.put(new EntryPath("a"), new Blocks(0644, blocks));
        List<String> filled = new ArrayList<>(blocks);
        for (int i = 40; i < 74; i++) {
            filled.set(i, "x" + i);
        }
        Map<EntryPath, Blocks> now = new TreeMap<>(Map.of(new EntryPath("a"), new Blocks(0644, filled)));
        assertLikeModel(files, now, new MemoryTree(items(files)), new MemoryTree(items(now)));
        assertLikeModel(now, files, new MemoryTree(items(now)), new MemoryTree(items(files)));
    }

    @Test
    void typesAndTargetsDiffer() throws IOException {
        Item root = new Item.Directory(EntryPath.ROOT, 0755, List.of());
        MemoryTree a = new MemoryTree(List.of(root, new Item.Link(new EntryPath("l"), "x", List.of())));
        MemoryTree b = new MemoryTree(List.of(root, new Item.Directory(new EntryPath("l"), 0700, List.of())));
        List<Change> changes = new ArrayList<>();
        Comparison.run(a.snapshot(), b.snapshot(), ChunkUse.IGNORED, changes::add);
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().kind()).isEqualTo(Change.Kind.CHANGED);
        assertThat(changes.getFirst().before())
                .isEqualTo(Optional.of(new Item.Link(new EntryPath("l"), "x", List.of())));
    }
}
