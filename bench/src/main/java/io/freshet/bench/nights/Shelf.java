package io.freshet.bench.nights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts one directory a night under DIR/0, DIR/1, …, whole or not at all, and waits while the reader is behind. */
final class Shelf {
    /** Fills an empty directory with a night's files. */
    @FunctionalInterface
    interface Filler {
        void fill(Path directory) throws IOException;
    }

    private static final int AHEAD = 4;

    private final Path directory;
    private int next;

    Shelf(Path directory) {
        this.directory = directory;
    }

    void save(Filler filler) throws IOException, InterruptedException {
        while (next > AHEAD && Files.exists(directory.resolve(Integer.toString(next - AHEAD)))) {
            Thread.sleep(200);
        }
        Path part = directory.resolve(next + ".part");
        filler.fill(part);
        Files.move(part, directory.resolve(Integer.toString(next)), StandardCopyOption.ATOMIC_MOVE);
        next++;
    }

    /** Copies the regular files and directories below {@code from}. */
    static void copy(Path from, Path to) throws IOException {
        try (var walk = Files.walk(from)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (Files.isRegularFile(path)) {
                    Files.copy(path, target);
                }
            }
        }
    }
}
