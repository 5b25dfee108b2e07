package io.freshet.bench.nights;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Tries a rule that chooses level -1 or 1 by how skewed the bytes of a frame are: {@code Skew DIR…}. The skew is 256 times the sum of squared shares of the sampled bytes that are
 * not zero: 1 for noise, above 8 for text.
 */
final class Skew {
    private static final List<Integer> FRAMES = List.of(4 << 10, 64 << 10, 512 << 10);
    private static final double LIMIT = 3;
    private static final long MOST = 64 << 20;

    private Skew() {}

    public static void main(String[] args) throws IOException {
        System.out.println(
                "| tree | frame | skew: 10%, 50%, 90% | ratio at level 1 | at -1 | -1 if skew < 1.5 | < 2 | < 3 | < 4"
                        + " | frames < 3 | MB/s: level 1 | -1 | -1 if < 3 | the test's part |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (String directory : args) {
            try (var tree = Tree.open(Path.of(directory))) {
                for (int frame : FRAMES) {
                    measure(directory, Chunks.of(tree, new Grain.Fixed(frame)), frame);
                }
            }
        }
    }

    static double of(ByteBuffer bytes, int length) {
        int[] seen = new int[256];
        for (int i = 5; i < length; i += 17) {
            seen[bytes.get(i) & 255]++;
        }
        long squares = 0;
        long sampled = 0;
        for (int v = 1; v < 256; v++) {
            squares += (long) seen[v] * Math.max(0, seen[v] - 1);
            sampled += seen[v];
        }
        return sampled < 2 ? 1 : 256.0 * squares / ((double) sampled * (sampled - 1));
    }

    private static void measure(String name, Chunks chunks, int frame) {
        int step = (int) Math.max(1, chunks.tree().dataBytes() / MOST);
        int n = (chunks.count() + step - 1) / step;
        double[] skew = new double[n];
        int[] one = new int[n];
        int[] minus = new int[n];
        long[] time = new long[3];
        long in = 0;
        var clock = ManagementFactory.getThreadMXBean();
        var plain = ByteBuffer.allocateDirect(frame);
        var packed = ByteBuffer.allocateDirect((int) Zstd.compressBound(frame));
        long ruled = 0;
        try (var first = new ZstdCompressCtx();
                var second = new ZstdCompressCtx()) {
            first.setLevel(1);
            second.setLevel(-1);
            for (int k = 0; k < n; k++) {
                int length = chunks.length(k * step);
                MemorySegment.copy(chunks.data(k * step), 0, MemorySegment.ofBuffer(plain.clear()), 0, length);
                long t0 = clock.getCurrentThreadCpuTime();
                one[k] = Math.min(
                        length, first.compressDirectByteBuffer(packed, 0, packed.capacity(), plain, 0, length));
                long t1 = clock.getCurrentThreadCpuTime();
                minus[k] = Math.min(
                        length, second.compressDirectByteBuffer(packed, 0, packed.capacity(), plain, 0, length));
                long t2 = clock.getCurrentThreadCpuTime();
                skew[k] = of(plain, length);
                long t3 = clock.getCurrentThreadCpuTime();
                time[0] += t1 - t0;
                time[1] += t2 - t1;
                time[2] += t3 - t2;
                ruled += t3 - t2 + (skew[k] < LIMIT ? t2 - t1 : t1 - t0);
                in += length;
            }
        }
        double[] sorted = skew.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d KiB | %.2f, %.2f, %.2f | %.4f | %.4f |",
                name,
                frame / 1024,
                sorted[n / 10],
                sorted[n / 2],
                sorted[n * 9 / 10],
                total(skew, one, minus, 0) / in,
                total(skew, one, minus, 1e9) / in);
        for (double limit : List.of(1.5, 2.0, 3.0, 4.0)) {
            System.out.printf(Locale.ROOT, " %.4f |", total(skew, one, minus, limit) / in);
        }
        long below = Arrays.stream(skew).filter(s -> s < LIMIT).count();
        System.out.printf(
                Locale.ROOT,
                " %.0f%% | %.0f | %.0f | %.0f | %.0f%% |%n",
                100.0 * below / n,
                in * 1e3 / time[0],
                in * 1e3 / time[1],
                in * 1e3 / ruled,
                100.0 * time[2] / ruled);
    }

    private static double total(double[] skew, int[] one, int[] minus, double limit) {
        double total = 0;
        for (int i = 0; i < skew.length; i++) {
            total += skew[i] < limit ? minus[i] : one[i];
        }
        return total;
    }
}
