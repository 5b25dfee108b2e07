package io.freshet.cli.kill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** A node's data directory of some 24 MB, and the nights that pass over it. */
final class Data {

    private static final int PAGE = 4096;
    private static final int PAGES = 3000;
    private static final int TABLE = 2_000_000;
    /** More than a pack holds. */
    private static final int LARGE = 70_000_000;

    private final Path root;
    private final Path base;
    private final SplittableRandom random;
    private final Deque<Path> tables = new ArrayDeque<>();
    private int nights;

    /** @param base where the pages of the night before are kept */
    Data(Path root, Path base, SplittableRandom random) throws IOException {
        this.root = root;
        this.base = base;
        Files.createDirectories(base.resolve("db"));
        this.random = random;
        for (String directory : new String[] {"db", "tables", "meta", "empty"}) {
            Files.createDirectories(root.resolve(directory));
        }
        Files.write(root.resolve("db/mdbx.dat"), noise(PAGES * PAGE));
        Files.createSymbolicLink(root.resolve("CURRENT"), Path.of("db/mdbx.dat"));
        try (FileChannel sparse = FileChannel.open(
                root.resolve("db/sparse"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            sparse.write(ByteBuffer.wrap(new byte[] {1}), 5_000_000);
        }
        for (int i = 0; i < 5; i++) {
            addTable();
        }
        for (int i = 0; i < 60; i++) {
            Files.write(root.resolve("meta/" + i + ".json"), noise(random.nextInt(500)));
        }
    }

    Path root() {
        return root;
    }

    Path base() {
        return base;
    }

    /** How many have passed. */
    int nights() {
        return nights;
    }

    /** Pages change in scattered places, half of them in a few bytes, a table goes, another comes, a log grows; rarely a large file is there for a night. */
    void nextNight() throws IOException {
        nights++;
        Files.copy(root.resolve("db/mdbx.dat"), base.resolve("db/mdbx.dat"), StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel pages = FileChannel.open(root.resolve("db/mdbx.dat"), StandardOpenOption.WRITE)) {
            for (int i = 0; i < PAGES / 20; i++) {
                byte[] change = noise(i % 2 == 0 ? PAGE : PAGE / 64);
                pages.write(ByteBuffer.wrap(change), (long) random.nextInt(PAGES) * PAGE);
            }
        }
        Files.delete(tables.removeFirst());
        addTable();
        Files.write(root.resolve("log"), noise(400_000), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.write(root.resolve("meta/head.json"), noise(100));
        Path large = root.resolve("tables/large");
        if (!Files.deleteIfExists(large) && nights % 9 == 5) {
            Files.write(large, noise(LARGE));
        }
    }

    private void addTable() throws IOException {
        Path table = root.resolve("tables/" + random.nextInt(1_000_000) + ".sst");
        Files.write(table, noise(TABLE));
        tables.add(table);
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
