package io.freshet.bench.nights;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Ratio and speed of compression levels by size of frame, on one thread: {@code Levels DIR…}. About 128 MiB of each
 * tree are measured, spread evenly; speeds are in MB of plain bytes for a second of CPU time.
 */
final class Levels {
    private static final List<Integer> FRAMES = List.of(4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20);
    private static final List<Integer> LEVELS = List.of(3, 2, 1, -1, -2, -3, -5);
    private static final long MOST = 128 << 20;
    private static final int BATCH = 8 << 20;

    private Levels() {}

    public static void main(String[] args) throws IOException {
        for (String directory : args) {
            System.out.printf(
                    "%n%s%n%n| frame | level | ratio | compress MB/s | expand MB/s | frames that do not shrink |%n",
                    directory);
            System.out.println("|---|---|---|---|---|---|");
            try (var tree = Tree.open(Path.of(directory))) {
                for (int frame : FRAMES) {
                    for (int level : LEVELS) {
                        measure(Chunks.of(tree, new Grain.Fixed(frame)), frame, level);
                    }
                }
            }
        }
    }

    private static void measure(Chunks chunks, int frame, int level) {
        int step = (int) Math.max(1, chunks.tree().dataBytes() / MOST);
        int batch = Math.max(1, BATCH / frame);
        var tally = new Tally();
        try (var batches = new Batch(frame, batch, level)) {
            for (int i = 0; i < chunks.count(); i += step) {
                batches.add(chunks.data(i));
                if (batches.full()) {
                    batches.run(tally);
                }
            }
            batches.run(tally);
        }
        System.out.printf(
                Locale.ROOT,
                "| %d KiB | %d | %.4f | %.0f | %.0f | %.0f%% |%n",
                frame / 1024,
                level,
                (double) tally.out / tally.in,
                tally.in * 1e3 / tally.compress,
                tally.in * 1e3 / tally.expand,
                100.0 * tally.raw / tally.frames);
    }

    private static final class Tally {
        private long in;
        private long out;
        private long raw;
        private long frames;
        private long compress;
        private long expand;
    }

    /** Frames that are compressed, then expanded, between two readings of this thread's CPU clock. */
    private static final class Batch implements AutoCloseable {
        private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        private final ZstdCompressCtx context = new ZstdCompressCtx();
        private final ZstdDecompressCtx reader = new ZstdDecompressCtx();
        private final int slot;
        private final ByteBuffer plain;
        private final ByteBuffer packed;
        private final int[] lengths;
        private final int[] stored;
        private int count;

        Batch(int frame, int frames, int level) {
            slot = (int) Zstd.compressBound(frame);
            plain = ByteBuffer.allocateDirect(slot * frames);
            packed = ByteBuffer.allocateDirect(slot * frames);
            lengths = new int[frames];
            stored = new int[frames];
            context.setLevel(level);
        }

        boolean full() {
            return count == lengths.length;
        }

        void add(MemorySegment data) {
            lengths[count] = (int) data.byteSize();
            MemorySegment.copy(data, 0, MemorySegment.ofBuffer(plain), (long) count * slot, data.byteSize());
            count++;
        }

        void run(Tally tally) {
            long t0 = clock.getCurrentThreadCpuTime();
            for (int i = 0; i < count; i++) {
                stored[i] = context.compressDirectByteBuffer(packed, i * slot, slot, plain, i * slot, lengths[i]);
            }
            long t1 = clock.getCurrentThreadCpuTime();
            for (int i = 0; i < count; i++) {
                reader.decompressDirectByteBuffer(plain, i * slot, slot, packed, i * slot, stored[i]);
            }
            long t2 = clock.getCurrentThreadCpuTime();
            tally.compress += t1 - t0;
            tally.expand += t2 - t1;
            for (int i = 0; i < count; i++) {
                boolean raw = stored[i] >= lengths[i];
                tally.in += lengths[i];
                tally.out += raw ? lengths[i] : stored[i];
                tally.raw += raw ? 1 : 0;
            }
            tally.frames += count;
            count = 0;
        }

        @Override
        public void close() {
            context.close();
            reader.close();
        }
    }
}
