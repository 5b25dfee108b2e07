package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Arbitrary components: empty files, files of any pieces in any order, links, directories, paths short and long. */
public final class RandomItems {

    private final SplittableRandom random;
    private final TreeMap<EntryPath, Item.Path> paths = new TreeMap<>();

    private RandomItems(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The items of a component of some {@code size} paths. */
    public static List<Item> of(long seed, int size) {
        return new RandomItems(seed).items(size);
    }

    private List<Item> items(int size) {
        List<EntryPath> directories = new ArrayList<>(List.of(EntryPath.ROOT));
        paths.put(EntryPath.ROOT, new Item.Directory(EntryPath.ROOT, 0755, extensions()));
        for (int i = 0; i < size; i++) {
            EntryPath path = directories.get(random.nextInt(directories.size())).resolve(name(i));
            int kind = random.nextInt(20);
            if (EntryPath.problem(path.value()).isPresent() || paths.containsKey(path)) {
                continue;
            }
            if (kind == 0) {
                directories.add(path);
                paths.put(path, new Item.Directory(path, random.nextInt(010000), extensions()));
            } else if (kind == 1) {
                paths.put(path, new Item.Link(path, "a/b", extensions()));
            } else {
                paths.put(path, new Item.File(path, random.nextInt(010000), 0, extensions()));
            }
        }
        List<Item> items = new ArrayList<>();
        paths.values().forEach(path -> add(path, items));
        return items;
    }

    private void add(Item.Path path, List<Item> items) {
        if (!(path instanceof Item.File file)) {
            items.add(path);
            return;
        }
        List<Item.Piece> pieces = pieces();
        long bytes = pieces.stream().mapToLong(Item.Piece::length).sum();
        items.add(new Item.File(file.path(), file.mode(), bytes, file.extensions()));
        items.addAll(pieces);
    }

    private List<Item.Piece> pieces() {
        List<Item.Piece> pieces = new ArrayList<>();
        int kind = random.nextInt(8);
        if (kind == 0) {
            return pieces;
        }
        if (kind == 1) {
            byte[] bytes = new byte[1 + random.nextInt(256)];
            random.nextBytes(bytes);
            return List.of(new Item.Inline(bytes));
        }
        int count = random.nextInt(100) == 0 ? random.nextInt(5000) : 1 + random.nextInt(4);
        int grain = 1 << (12 + random.nextInt(4));
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(kind)) {
                case 0 -> pieces.add(new Item.Zeros(1 + random.nextLong(1L << 40)));
                case 1 -> pieces.add(new Item.Chunk(id(), 1 + random.nextInt(2 << 20), 0));
                default -> pieces.add(new Item.Chunk(id(), grain, grain));
            }
        }
        return pieces;
    }

    private Digest id() {
        return Digest.of(new ByteWriter(8).u64(random.nextLong()).toBytes());
    }

    private String name(int number) {
        String name = Integer.toString(number, 36);
        return switch (random.nextInt(4)) {
            case 0 -> name;
            case 1 -> "ü日😀 " + name;
            case 2 -> name + "-.+".charAt(random.nextInt(3)) + name;
            default -> name + "x".repeat(random.nextInt(240));
        };
    }

    private List<Extension> extensions() {
        List<Extension> extensions = new ArrayList<>();
        for (int number = random.nextInt(9); number < 3; number++) {
            extensions.add(new Extension(number * 100, new byte[random.nextInt(20)]));
        }
        return extensions;
    }
}
