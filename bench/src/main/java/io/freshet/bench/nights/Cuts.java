package io.freshet.bench.nights;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** Speed of cutting and of hashing at each grain, on one thread, in MB for a second of CPU time: {@code Cuts DIR}. */
final class Cuts {
    private Cuts() {}

    public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
        System.out.println("| grain | chunks | cut MB/s | hash MB/s |");
        System.out.println("|---|---|---|---|");
        try (var tree = Tree.open(Path.of(args[0]))) {
            for (Grain grain : Grains.ALL) {
                measure(tree, grain); // once to warm up
                System.out.println(measure(tree, grain));
            }
        }
    }

    private static String measure(Tree tree, Grain grain) throws NoSuchAlgorithmException {
        var clock = ManagementFactory.getThreadMXBean();
        var sha = MessageDigest.getInstance("SHA-256");
        byte[] copy = new byte[2 << 20];
        long[] chunks = {0};
        long start = clock.getCurrentThreadCpuTime();
        for (Tree.Run run : tree.runs()) {
            grain.cut(tree.file(run.file()), run.from(), run.to(), (from, length) -> chunks[0]++);
        }
        long cut = clock.getCurrentThreadCpuTime();
        for (Tree.Run run : tree.runs()) {
            MemorySegment file = tree.file(run.file());
            grain.cut(file, run.from(), run.to(), (from, length) -> {
                MemorySegment.copy(file, ValueLayout.JAVA_BYTE, from, copy, 0, length);
                sha.update(copy, 0, length);
                sha.digest();
            });
        }
        long end = clock.getCurrentThreadCpuTime();
        double bytes = tree.dataBytes() * 1e3;
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %.0f |",
                grain.label(),
                chunks[0],
                bytes / (cut - start),
                bytes / (end - cut - (cut - start)));
    }
}
