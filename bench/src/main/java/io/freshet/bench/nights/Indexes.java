package io.freshet.bench.nights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The cost of the index on the first and the last night, without and with re-emission: {@code Indexes HISTORY…}. */
final class Indexes {
    private Indexes() {}

    public static void main(String[] args) throws IOException {
        System.out.println("| history | grain | frame | target | night | chunks | new chunks | data, MB"
                + " | content nodes, all | changed | as deltas | delta bytes a new chunk"
                + " | location nodes, all | bytes a chunk | changed |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (String file : args) {
            var history = History.read(Path.of(file));
            for (int limit : List.of(0, 64 << 10, 256 << 10)) {
                for (Policy policy : List.of(Policy.NONE, new Policy(1.08, 1, 8 << 20))) {
                    run(file, history, limit, policy);
                }
            }
        }
    }

    private static void run(String file, History history, int limit, Policy policy) {
        var layout = new Layout(history, limit);
        var reemission = new Reemission(history, layout, policy);
        var index = new IndexCost(history, layout);
        layout.write(Arrays.stream(history.nights().getFirst()).distinct().toArray());
        row(file, history, limit, policy, 0, new int[0], layout, index.of(0));
        int last = history.nights().size() - 1;
        for (int night = 1; night <= last; night++) {
            int[] fresh = history.fresh(night, night - 1);
            int[] again = reemission.choose(night);
            layout.write(fresh, again);
            var cost = index.of(night);
            if (night == 1 || night == last) {
                row(file, history, limit, policy, night, fresh, layout, cost);
            }
        }
    }

    private static void row(
            String file,
            History history,
            int limit,
            Policy policy,
            int night,
            int[] fresh,
            Layout layout,
            IndexCost.Cost c) {
        int chunks = history.nights().get(night).length;
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %d | %d | %d | %.2f | %.2f | %.2f | %.2f | %.1f | %.2f | %.1f | %.2f |%n",
                Path.of(file).getFileName(),
                history.label(),
                limit == 0 ? "1 chunk" : limit / 1024 + " KiB",
                Double.isInfinite(policy.target()) ? "–" : policy.target(),
                night,
                chunks,
                fresh.length,
                Arrays.stream(fresh).mapToDouble(layout::size).sum() / 1e6,
                c.content() / 1e6,
                c.contentChanged() / 1e6,
                c.contentDelta() / 1e6,
                (double) c.contentDelta() / Math.max(1, fresh.length),
                c.location() / 1e6,
                (double) c.location() / chunks,
                c.locationChanged() / 1e6);
    }
}
