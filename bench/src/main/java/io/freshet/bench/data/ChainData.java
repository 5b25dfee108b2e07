package io.freshet.bench.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Makes a directory that looks like a blockchain node's: {@code ChainData new DIR SIZE_MB SEED}, and the next day's version
 * of it: {@code ChainData next DIR NEWDIR SEED [CHURN% [scattered]]}.
 *
 * <p>Of its bytes 45% are one page file (4 KiB pages), 35% immutable tables of 8 to 32 MiB, 19% append-only segments of 64
 * MiB, 1% small files. The same seed makes the same bytes.
 */
public final class ChainData {
    private static final int SEGMENT = 64 << 20;

    private final Path root;
    private final SplittableRandom random;
    private final Fills fills;

    private ChainData(Path root, long seed) {
        this.root = root;
        this.random = new SplittableRandom(seed);
        this.fills = new Fills(random);
    }

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "new" ->
                new ChainData(Path.of(args[1]), Long.parseLong(args[3])).create(Long.parseLong(args[2]) << 20);
            case "next" -> {
                double churn = args.length > 4 ? Double.parseDouble(args[4]) : 3;
                boolean scattered = args.length > 5 && args[5].equals("scattered");
                new ChainDay(Path.of(args[1]), Path.of(args[2]), Long.parseLong(args[3])).pass(churn, scattered);
            }
            default -> throw new IllegalArgumentException("new or next, not " + args[0]);
        }
    }

    private void create(long size) throws IOException {
        for (String directory : new String[] {"db", "tables", "segments", "meta"}) {
            Files.createDirectories(root.resolve(directory));
        }
        try (var out = new BufferedOutputStream(Files.newOutputStream(root.resolve("db/mdbx.dat")), 1 << 20)) {
            for (long n = size * 45 / 100 / Fills.PAGE; n > 0; n--) {
                out.write(fills.page(n));
            }
        }
        int number = 0;
        for (long left = size * 35 / 100; left > 0; ) {
            byte[] table = new byte[(8 << 20) + random.nextInt(24 << 20)];
            Files.write(root.resolve("tables/%06d.sst".formatted(number++)), fills.mixed(table, 85));
            left -= table.length;
        }
        number = 0;
        for (long left = size * 19 / 100; left > 0; left -= SEGMENT) {
            byte[] segment = new byte[(int) Math.min(left, SEGMENT)];
            Files.write(root.resolve("segments/blocks_%04d.seg".formatted(number++)), fills.mixed(segment, 70));
        }
        smallFiles(size / 100);
        Files.createSymbolicLink(root.resolve("CURRENT"), Path.of("db/mdbx.dat"));
        Files.createDirectory(root.resolve("empty"));
        Files.write(root.resolve("meta/zero"), new byte[0]);
    }

    private void smallFiles(long bytes) throws IOException {
        int number = 0;
        for (long left = bytes; left > 0; number++) {
            byte[] text = fills.text(new byte[200 + random.nextInt(64 << 10)]);
            Path file = root.resolve("meta/%02x/%05d.json".formatted(number % 64, number));
            Files.createDirectories(root.resolve("meta/%02x".formatted(number % 64)));
            Files.write(file, text);
            left -= text.length;
        }
    }
}
