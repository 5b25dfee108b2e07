package io.freshet.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A data directory like a blockchain node's, and a day in its life: a page file changed by copy-on-write, tables that
 * compaction replaces whole, append-only segments, small files, a symbolic link, an empty directory, a sparse file. The
 * same seed makes the same bytes.
 */
public final class ChainDirectory {

    private static final int MIB = 1 << 20;
    private static final int SEGMENT = 64 * MIB;
    private static final String HEAD = "head";

    private final Path root;
    private final SplittableRandom random;
    private final PageFile pages;
    private final long size;
    private final Deque<Path> tables = new ArrayDeque<>();
    private int tableNumber;
    private int segmentNumber;

    /** @param size bytes of its files, holes not counted */
    public ChainDirectory(Path root, long size, long seed) {
        this.root = root;
        this.size = size;
        this.random = new SplittableRandom(seed);
        this.pages = new PageFile(root.resolve("db/mdbx.dat"), (int) (size * 45 / 100 / PageFile.PAGE), random.split());
    }

    /** Makes the first version. */
    public void create() throws IOException {
        for (String directory : new String[] {"db", "tables", "segments", "meta", "empty"}) {
            Files.createDirectories(root.resolve(directory));
        }
        pages.create();
        for (long left = size * 35 / 100; left > 0; ) {
            left -= addTable();
        }
        for (long left = size * 19 / 100; left > 0; left -= SEGMENT) {
            append(nextSegment(), (int) Math.min(left, SEGMENT));
        }
        for (long left = size / 100, i = 0; left > 0; i++) {
            left -= addSmallFile(i);
        }
        Files.createSymbolicLink(root.resolve("CURRENT"), Path.of("db/mdbx.dat"));
        sparseFile();
    }

    /** A day passes: 3% of the pages are copied, some tables replaced, the last segment grows, two old ones merge. */
    public void nextDay() throws IOException {
        pages.change((int) (size * 45 / 100 / PageFile.PAGE * 3 / 100));
        int replaced = Math.max(1, tables.size() * 6 / 100);
        for (int i = 0; i < replaced; i++) {
            Files.delete(tables.removeFirst());
            addTable();
        }
        append(segment(segmentNumber - 1), Math.min(4 * MIB, (int) (size / 200)));
        if (segmentNumber > 2) {
            merge(segment(0), segment(1), root.resolve("segments/blocks_0000-0001.seg"));
        }
        addSmallFile(1_000_000);
        Files.writeString(root.resolve("meta/head.json"), "{\"day\": 2}\n");
    }

    /** Bytes of the sparse file that nobody wrote. */
    long holes() {
        return size - HEAD.length();
    }

    private int addTable() throws IOException {
        int bytes = Math.clamp(size / 64, MIB, 8 * MIB) + random.nextInt(Math.clamp(size / 32, MIB, 24 * MIB));
        Path file = root.resolve(String.format(Locale.ROOT, "tables/%06d.sst", tableNumber++));
        write(file, bytes, 85);
        tables.add(file);
        return bytes;
    }

    private Path nextSegment() {
        return segment(segmentNumber++);
    }

    private Path segment(int number) {
        return root.resolve(String.format(Locale.ROOT, "segments/blocks_%04d.seg", number));
    }

    private void append(Path segment, int bytes) throws IOException {
        write(segment, bytes, 70);
    }

    private static void merge(Path first, Path second, Path merged) throws IOException {
        try (FileChannel to = FileChannel.open(first, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
                FileChannel from = FileChannel.open(second)) {
            for (long at = 0; at < from.size(); ) {
                at += from.transferTo(at, from.size() - at, to);
            }
        }
        Files.delete(second);
        Files.move(first, merged);
    }

    private long addSmallFile(long number) throws IOException {
        Path file = root.resolve(String.format(Locale.ROOT, "meta/%02x/%05d.json", number % 64, number));
        Files.createDirectories(file.getParent());
        StringBuilder text = new StringBuilder();
        int lines = random.nextInt(800);
        for (int i = 0; i <= lines; i++) {
            text.append("{\"number\":").append(random.nextInt(1 << 24));
            text.append(",\"hash\":\"")
                    .append(Long.toHexString(random.nextLong()))
                    .append("\"}\n");
        }
        Files.writeString(file, text, StandardCharsets.UTF_8);
        return text.length();
    }

    private void sparseFile() throws IOException {
        try (FileChannel out = FileChannel.open(
                root.resolve("db/blobpool.bag"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            out.write(ByteBuffer.wrap(HEAD.getBytes(StandardCharsets.UTF_8)));
            out.write(ByteBuffer.wrap("tail".getBytes(StandardCharsets.UTF_8)), size);
        }
    }

    /** Appends runs of noise and runs of structure; {@code noise} percent of them are noise. */
    private void write(Path file, int bytes, int noise) throws IOException {
        byte[] out = new byte[bytes];
        int at = 0;
        while (at < bytes) {
            int run = Math.min(bytes - at, 64 + random.nextInt(960));
            if (random.nextInt(100) < noise) {
                byte[] noiseBytes = new byte[run];
                random.nextBytes(noiseBytes);
                System.arraycopy(noiseBytes, 0, out, at, run);
            } else {
                int value = random.nextInt(8);
                for (int i = 0; i < run; i++) {
                    out[at + i] = (byte) (value + (i & 15));
                }
            }
            at += run;
        }
        Files.write(file, out, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
