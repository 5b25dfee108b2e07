package io.freshet.bench.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A day in the life of such a directory. Pages change in runs of 1 to 64, or each alone ("scattered": a copy-on-write tree
 * with hashed keys, where the two oldest segments are also merged under a new name); some tables are replaced by new ones;
 * the last segment grows by 4 MiB.
 */
final class ChainDay {
    private static final int GROWTH = 4 << 20;

    private final Path before;
    private final Path root;
    private final SplittableRandom random;
    private final Fills fills;

    ChainDay(Path before, Path root, long seed) {
        this.before = before;
        this.root = root;
        this.random = new SplittableRandom(seed);
        this.fills = new Fills(random);
    }

    void pass(double churn, boolean scattered) throws IOException {
        DirectoryCopy.of(before, root);
        changePages(churn, scattered);
        replaceTables(churn);
        growSegments(scattered);
    }

    private void changePages(double churn, boolean scattered) throws IOException {
        try (var file = FileChannel.open(root.resolve("db/mdbx.dat"), StandardOpenOption.WRITE)) {
            long pages = file.size() / Fills.PAGE;
            long left = (long) (pages * churn / 100);
            while (left > 0) {
                long at = random.nextLong(pages);
                int run = scattered ? 1 : 1 + random.nextInt(64);
                for (int k = 0; k < run && at + k < pages && left > 0; k++, left--) {
                    file.write(ByteBuffer.wrap(fills.page(at + k)), (at + k) * Fills.PAGE);
                }
            }
            for (long k = pages / 100; k > 0; k--) {
                file.write(ByteBuffer.wrap(fills.page(k)), file.size());
            }
        }
    }

    private void replaceTables(double churn) throws IOException {
        List<Path> tables = sorted("tables");
        int n = (int) Math.max(1, tables.size() * churn * 2 / 100);
        for (int k = 0; k < n; k++) {
            Files.deleteIfExists(tables.get(random.nextInt(tables.size())));
        }
        for (int k = 0; k <= n; k++) {
            byte[] table = new byte[(8 << 20) + random.nextInt(24 << 20)];
            Path name = root.resolve("tables/%06d.sst".formatted(tables.size() + 1000 + k));
            Files.write(name, fills.mixed(table, 85));
        }
    }

    private void growSegments(boolean scattered) throws IOException {
        List<Path> segments = sorted("segments");
        if (scattered && segments.size() > 2) {
            Path first = segments.get(0);
            Files.write(first, Files.readAllBytes(segments.get(1)), StandardOpenOption.APPEND);
            Files.delete(segments.get(1));
            Files.move(first, root.resolve("segments/blocks_m0000.seg"));
        }
        Files.write(segments.getLast(), fills.mixed(new byte[GROWTH], 70), StandardOpenOption.APPEND);
    }

    private List<Path> sorted(String directory) throws IOException {
        try (var list = Files.list(root.resolve(directory))) {
            return list.sorted().toList();
        }
    }
}
