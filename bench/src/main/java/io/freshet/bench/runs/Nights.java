package io.freshet.bench.runs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Nights of a real engine through the product: {@code runs.Nights TOOL DIR NIGHTS WORK}. Night i is the directory DIR/i; it
 * is waited for, published as the channel's next snapshot, fetched over two mirrors into what the night before left, compared,
 * and removed once the next one is done. At the end a cold fetch of the last night is set beside one from a repository that
 * holds nothing else.
 */
final class Nights {

    private final Tool tool;
    private final Place place;
    private final Mirrors mirrors;
    private final NightTrees trees;

    private Nights(Tool tool, Place place, Mirrors mirrors, NightTrees trees) {
        this.tool = tool;
        this.place = place;
        this.mirrors = mirrors;
        this.trees = trees;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path file = Path.of(args[0]).toAbsolutePath().normalize();
        var place = new Place(Path.of(args[3]));
        place.clear();
        try (Mirrors mirrors = Mirrors.start(place.store(), place.work().resolve("nginx"))) {
            Path launcher = file.resolveSibling("../../../freshet").normalize();
            var tool = new Tool(file, place.work().resolve("output"), List.of(), place.variables(mirrors, launcher));
            System.out.printf("## %s, %s%n%n", Machine.describe(), tool.version());
            new Nights(tool, place, mirrors, new NightTrees(Path.of(args[1]))).run(Integer.parseInt(args[2]));
        }
        place.clear();
    }

    private void run(int nights) throws IOException, InterruptedException {
        tool.prepare();
        System.out.println("| night | changed 4 KiB blocks | bound, MB | publish, s | new chunks | update, s"
                + " | data, MB | index, MB | requests | bytes / bound | less 40 a chunk |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (int night = 0; night <= nights; night++) {
            Path tree = trees.await(night);
            Cost publish = tool.run(mirrors, "publish", tree.toString());
            Cost update = tool.run(mirrors, night == 0 ? "fetch" : "update", tree.toString());
            NightTrees.check(tool, place, tree);
            if (night > 0) {
                Path before = trees.of(night - 1);
                row(night, Bound.between(before, tree), publish, update);
                Place.remove(before);
            }
        }
        cold(trees.of(nights));
    }

    private void row(int night, Bound bound, Cost publish, Cost update) throws IOException, InterruptedException {
        long newChunks = tool.newChunks().orElseThrow();
        long data = update.traffic().bytes(new PackKinds(place.store())::isData);
        System.out.printf(
                Locale.ROOT,
                "| %d | %,d | %.2f | %.1f | %,d | %.1f | %.2f | %.2f | %d | %.3f | %.3f |%n",
                night,
                bound.blocks(),
                bound.bytes() / 1e6,
                publish.wall(),
                newChunks,
                update.wall(),
                data / 1e6,
                (update.bytes() - data) / 1e6,
                update.traffic().requests(),
                bound.ratio(update.bytes()),
                bound.ratio(update.bytes(), newChunks));
    }

    private void cold(Path last) throws IOException, InterruptedException {
        place.clearOutput();
        Cost grown = tool.run(mirrors, "fetch", last.toString());
        NightTrees.check(tool, place, last);
        place.clear();
        tool.prepare();
        tool.run(mirrors, "publish", last.toString());
        Cost fresh = tool.run(mirrors, "fetch", last.toString());
        System.out.printf(
                Locale.ROOT,
                "%nCold fetch of the last night: %.2f MB in %d requests, %.1f s; of a fresh publication of it %.2f MB"
                        + " in %d requests, %.1f s: %.3f × the bytes (goal ≤ 1.1), %.2f × the requests (goal ≤ 1.5).%n",
                grown.bytes() / 1e6,
                grown.traffic().requests(),
                grown.wall(),
                fresh.bytes() / 1e6,
                fresh.traffic().requests(),
                fresh.wall(),
                grown.bytes() / fresh.bytes(),
                grown.requests() / fresh.requests());
    }
}
