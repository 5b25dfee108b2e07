package io.freshet.bench.nights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The mapped files of one night's directory, in path order, with their runs of data (long runs of zeros left out). */
final class Tree implements AutoCloseable {
    static final int PAGE = 4096;
    private static final int SHORTEST_ZERO_RUN = 64 * 1024;
    private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[PAGE]);

    /** A run of data inside file number {@code file}. */
    record Run(int file, long from, long to) {}

    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> files = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();

    private Tree() {}

    static Tree open(Path directory) throws IOException {
        var tree = new Tree();
        List<Path> paths;
        try (var walk = Files.walk(directory.toRealPath())) {
            paths = walk.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
                    .filter(p -> !p.getFileName().toString().equals("LOCK"))
                    .sorted()
                    .toList();
        }
        for (Path path : paths) {
            tree.add(path);
        }
        return tree;
    }

    private void add(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() > 0) {
                var file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
                files.add(file);
                findRuns(files.size() - 1, file);
            }
        }
    }

    private void findRuns(int number, MemorySegment file) {
        long size = file.byteSize();
        long dataFrom = 0;
        long zerosFrom = -1;
        for (long at = 0; at < size; at += PAGE) {
            boolean zero = isZero(file, at, Math.min(PAGE, size - at));
            if (zero && zerosFrom < 0) {
                zerosFrom = at;
            } else if (!zero && zerosFrom >= 0) {
                dataFrom = endRun(number, dataFrom, zerosFrom, at);
                zerosFrom = -1;
            }
        }
        if (zerosFrom >= 0) {
            dataFrom = endRun(number, dataFrom, zerosFrom, size);
        }
        if (dataFrom < size) {
            runs.add(new Run(number, dataFrom, size));
        }
    }

    private long endRun(int number, long dataFrom, long zerosFrom, long zerosTo) {
        if (zerosTo - zerosFrom < SHORTEST_ZERO_RUN) {
            return dataFrom;
        }
        if (zerosFrom > dataFrom) {
            runs.add(new Run(number, dataFrom, zerosFrom));
        }
        return zerosTo;
    }

    private static boolean isZero(MemorySegment file, long at, long length) {
        return MemorySegment.mismatch(file, at, at + length, ZEROS, 0, length) < 0;
    }

    List<Run> runs() {
        return runs;
    }

    MemorySegment file(int number) {
        return files.get(number);
    }

    /** Bytes that are not in long runs of zeros. */
    long dataBytes() {
        return runs.stream().mapToLong(r -> r.to() - r.from()).sum();
    }

    @Override
    public void close() {
        arena.close();
    }
}
