package io.freshet.bench.nights;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Measures what a night costs at each grain: {@code Grains DIR NIGHTS OUT [LEVEL [pages]]}. Night i is the directory
 * DIR/i; it is waited for, and removed once two nights are past, so that a generator can run ahead by a bounded amount.
 * Tables go to standard output, histories for {@link Emissions} to OUT.GRAIN.
 */
final class Grains {
    static final List<Grain> ALL = List.of(
            new Grain.Fixed(4 << 10),
            new Grain.Fixed(8 << 10),
            new Grain.Fixed(16 << 10),
            new Grain.Fixed(64 << 10),
            new Grain.Cdc(32 << 10, 128 << 10, 512 << 10),
            new Grain.Cdc(128 << 10, 512 << 10, 2048 << 10));

    private final Path directory;
    private final int nights;
    private final int level;
    private final List<Recorder> recorders = new ArrayList<>();

    private Grains(Path directory, int nights, int level, boolean pagesOnly) {
        this.directory = directory;
        this.nights = nights;
        this.level = level;
        for (Grain grain : pagesOnly ? ALL.subList(0, 1) : ALL) {
            recorders.add(new Recorder(grain, level));
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int level = args.length > 3 ? Integer.parseInt(args[3]) : 3;
        var grains = new Grains(Path.of(args[0]), Integer.parseInt(args[1]), level, args.length > 4);
        grains.run(args[2]);
    }

    private void run(String out) throws IOException, InterruptedException {
        System.out.println(
                "| night | grain | changed | bound, MB | 1 chunk a frame | 16 KiB | 64 KiB | 256 KiB | 64 KiB at 1"
                        + " | at -1 | at -3 | 64 KiB / bound | cut and hash all, s |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (int night = 0; night <= nights; night++) {
            Path path = directory.resolve(Integer.toString(night));
            while (!Files.isDirectory(path)) {
                Thread.sleep(200);
            }
            try (var tree = Tree.open(path)) {
                night(night, tree);
            }
            if (night > 2) {
                remove(directory.resolve(Integer.toString(night - 2)));
            }
        }
        for (Recorder recorder : recorders) {
            recorder.history()
                    .write(Path.of(out + "." + recorder.grain().label().replaceAll("[ /]", "-")));
        }
    }

    private void night(int night, Tree tree) throws IOException {
        long bound = 0;
        long boundOfAll = 0;
        for (Recorder recorder : recorders) {
            long start = System.nanoTime();
            var chunks = Chunks.of(tree, recorder.grain());
            double hash = (System.nanoTime() - start) / 1e9;
            recorder.add(chunks);
            if (night == 0) {
                continue;
            }
            var history = recorder.history();
            boolean pages = recorder.grain() instanceof Grain.Fixed f && f.size() == Tree.PAGE;
            int[] fresh = indices(history, night, night - 1);
            if (pages) {
                bound = bound(chunks, fresh);
            }
            row(night + "", recorder, chunks, fresh, bound, hash);
            if (night == nights && night > 1) {
                int[] sinceFirst = indices(history, night, 0);
                if (pages) {
                    boundOfAll = bound(chunks, sinceFirst);
                }
                row("0→" + night, recorder, chunks, sinceFirst, boundOfAll, hash);
            }
        }
        System.out.flush();
    }

    /** Positions in the night's list of the chunks that are new, each once. */
    private static int[] indices(History history, int night, int parent) {
        var have = history.set(parent);
        int[] ids = history.nights().get(night);
        return IntStream.range(0, ids.length)
                .filter(i -> {
                    boolean is = !have.get(ids[i]);
                    have.set(ids[i]);
                    return is;
                })
                .toArray();
    }

    private void row(String name, Recorder recorder, Chunks chunks, int[] fresh, long bound, double hash) {
        boolean full = name.length() > 2 || Integer.parseInt(name) < 3 || Integer.parseInt(name) == nights;
        var line = new StringBuilder("| %s | %s | %.2f%% | %.2f "
                .formatted(
                        name,
                        recorder.grain().label(),
                        100.0 * chunks.bytes(fresh) / chunks.tree().dataBytes(),
                        bound / 1e6));
        if (full) {
            for (int limit : Recorder.LIMITS) {
                line.append(mega(Frames.total(chunks, fresh, limit, level)));
            }
            long atLevel = Frames.total(chunks, fresh, 64 << 10, level);
            for (int other : List.of(1, -1, -3)) {
                line.append(mega(Frames.total(chunks, fresh, 64 << 10, other)));
            }
            line.append("| %.3f | %.2f |".formatted((double) atLevel / bound, hash));
        }
        System.out.println(line);
    }

    private static String mega(long bytes) {
        return String.format(Locale.ROOT, "| %.2f ", bytes / 1e6);
    }

    /** {@code zstd -3} of the concatenation. */
    private static long bound(Chunks chunks, int[] fresh) throws IOException {
        var counter = new Counter();
        try (var zstd = new ZstdOutputStream(counter, 3)) {
            byte[] page = new byte[Tree.PAGE];
            for (int i : fresh) {
                chunks.data(i).asByteBuffer().get(page, 0, chunks.length(i));
                zstd.write(page, 0, chunks.length(i));
            }
        }
        return counter.bytes;
    }

    private static void remove(Path tree) throws IOException {
        try (var walk = Files.walk(tree)) {
            walk.sorted(Comparator.reverseOrder()).forEach(p -> {
                try {
                    Files.delete(p);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int from, int length) {
            bytes += length;
        }
    }
}
