package io.freshet.bench.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Nights of a real engine, published with and without deltas, beside {@code zstd --patch-from} of the whole file:
 * {@code runs.DeltaNights TOOL DIR NIGHTS WORK [PYTHON EVERY]}. Night i is the directory DIR/i, a tree with one file; it is waited for,
 * published to two repositories (the night before it being the base in one of them), fetched from both over two mirrors into
 * what the night before left, compared, and removed once the next one is done. At the end a cold fetch of the last night from
 * each is set beside one of a fresh publication. Where PYTHON is named, one that has zstandard, one night of EVERY is fetched from
 * nothing as well, and restored by {@code examples/restore/restore.py}, and both are compared with the tree.
 */
final class DeltaNights {

    private static final int ENTRY = 40;

    private final Side plain;
    private final Side deltas;
    private final Mirrors mirrors;
    private final NightTrees trees;
    private final Path work;
    private final Optional<Restorer> restorer;

    /**
     * Another program that restores.
     *
     * @param command its beginning
     * @param every on how many nights it is run once
     */
    private record Restorer(List<String> command, int every) {}

    /** A repository, and what is fetched from it. */
    private record Side(Tool tool, Place place) {}

    private DeltaNights(
            Side plain, Side deltas, Mirrors mirrors, NightTrees trees, Path work, Optional<Restorer> restorer) {
        this.plain = plain;
        this.deltas = deltas;
        this.mirrors = mirrors;
        this.trees = trees;
        this.work = work;
        this.restorer = restorer;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path file = Path.of(args[0]).toAbsolutePath().normalize();
        Path work = Path.of(args[3]).toAbsolutePath().normalize();
        Files.createDirectories(work);
        try (Mirrors mirrors = Mirrors.start(work, work.resolve("nginx"))) {
            Side plain = side(file, work, "plain", mirrors);
            Side deltas = side(file, work, "deltas", mirrors);
            System.out.printf("## %s, %s%n%n", Machine.describe(), plain.tool().version());
            Path script =
                    file.resolveSibling("../../../examples/restore/restore.py").normalize();
            Optional<Restorer> restorer = args.length > 5
                    ? Optional.of(new Restorer(List.of(args[4], script.toString()), Integer.parseInt(args[5])))
                    : Optional.empty();
            new DeltaNights(plain, deltas, mirrors, new NightTrees(Path.of(args[1])), work, restorer)
                    .run(Integer.parseInt(args[2]));
            plain.place().clear();
            deltas.place().clear();
        }
    }

    private static Side side(Path file, Path work, String name, Mirrors mirrors)
            throws IOException, InterruptedException {
        Place place = new Place(work.resolve(name));
        place.clear();
        Path launcher = file.resolveSibling("../../../freshet").normalize();
        Map<String, String> variables = new HashMap<>(place.variables(mirrors, launcher));
        variables.put("URL", mirrors.first() + "/" + name + "/srv");
        variables.put("URL2", mirrors.second() + "/" + name + "/srv");
        return new Side(new Tool(file, place.work().resolve("output"), List.of(), variables), place);
    }

    private void run(int nights) throws IOException, InterruptedException {
        plain.tool().prepare();
        deltas.tool().prepare();
        System.out.println(
                "| night | new chunks | patch, MB | update: plain, MB (s, requests) | with deltas, MB (s, requests)"
                        + " | less 40 a chunk, / patch | publish: plain, s (CPU) | with deltas, s (CPU), MiB"
                        + " | stored: plain, MB | with deltas, MB | cold fetch with deltas, MB (s, requests) |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (int night = 0; night <= nights; night++) {
            Path tree = trees.await(night);
            Path before = trees.of(Math.max(0, night - 1));
            Cost publishedPlain = plain.tool().run(mirrors, "publish", tree.toString());
            Cost published = night == 0
                    ? deltas.tool().run(mirrors, "publish", tree.toString())
                    : deltas.tool().run(mirrors, "publish", tree.toString(), before.toString());
            Cost updatePlain = plain.tool().run(mirrors, "fetch");
            Cost update = deltas.tool().run(mirrors, "fetch");
            NightTrees.check(plain.tool(), plain.place(), tree);
            NightTrees.check(deltas.tool(), deltas.place(), tree);
            boolean isCold = restorer.isPresent() && night % restorer.get().every() == 0;
            String cold = isCold ? fromNothing(tree, restorer.get().command()) : "";
            if (night > 0) {
                row(night, patch(before, tree), publishedPlain, published, updatePlain, update, cold);
                Place.remove(before);
            }
        }
        cold(trees.of(nights));
    }

    /** Bytes of a patch of the whole file, which holds both versions in memory. */
    private long patch(Path before, Path after) throws IOException, InterruptedException {
        Path patch = work.resolve("patch");
        int code = new ProcessBuilder(
                        "zstd",
                        "-q",
                        "-f",
                        "-3",
                        "--long=30",
                        "--patch-from=" + only(before),
                        only(after).toString(),
                        "-o",
                        patch.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("zstd failed with " + code);
        }
        return Files.size(patch);
    }

    private static Path only(Path tree) throws IOException {
        try (Stream<Path> files = Files.list(tree)) {
            return files.filter(file -> file.toFile().length() > 0).findFirst().orElseThrow();
        }
    }

    /** Fetches a night from nothing and restores it by another program; gives what the fetch took. */
    private String fromNothing(Path tree, List<String> program) throws IOException, InterruptedException {
        Cost cost = coldFetch(deltas, tree);
        Path restored = work.resolve("restored");
        Place place = deltas.place();
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(place.store().toString(), "bench/chain", restored.toString()));
        command.addAll(List.of("--root", place.state().resolve("keys/root.json").toString()));
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("restore.log").toFile())
                .start()
                .waitFor();
        List<String> differences = new Comparison(tree, restored, Set.of()).differences();
        if (code != 0 || !differences.isEmpty()) {
            throw new IOException("restore.py ended with " + code + ", and differs at " + differences);
        }
        Place.remove(restored);
        return "%.1f (%.1f, %d)"
                .formatted(cost.bytes() / 1e6, cost.wall(), cost.traffic().requests());
    }

    private void row(
            int night, long patch, Cost publishedPlain, Cost published, Cost updatePlain, Cost update, String cold)
            throws IOException, InterruptedException {
        long chunks = deltas.tool().newChunks().orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "| %d | %,d | %.2f | %.2f (%.1f, %d) | %.2f (%.1f, %d) | %.3f | %.1f (%.1f) | %.1f (%.1f), %.0f | %.0f"
                        + " | %.0f | %s |%n",
                night,
                chunks,
                patch / 1e6,
                updatePlain.bytes() / 1e6,
                updatePlain.wall(),
                updatePlain.traffic().requests(),
                update.bytes() / 1e6,
                update.wall(),
                update.traffic().requests(),
                (update.bytes() - ENTRY * chunks) / patch,
                publishedPlain.wall(),
                publishedPlain.cpu(),
                published.wall(),
                published.cpu(),
                Math.max(published.resident(), update.resident()),
                stored(plain) / 1e6,
                stored(deltas) / 1e6,
                cold);
    }

    private static double stored(Side side) throws IOException {
        try (Stream<Path> files = Files.walk(side.place().store())) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        }
    }

    private void cold(Path last) throws IOException, InterruptedException {
        Cost grownPlain = coldFetch(plain, last);
        Cost grown = coldFetch(deltas, last);
        double storedPlain = stored(plain);
        double stored = stored(deltas);
        plain.place().clear();
        plain.tool().prepare();
        plain.tool().run(mirrors, "publish", last.toString());
        Cost fresh = coldFetch(plain, last);
        System.out.printf(
                Locale.ROOT,
                "%nStored with deltas: %.3f × as much as without. Cold fetch of the last night, over one of a fresh"
                    + " publication (%.1f MB, %d requests): without deltas %.3f × the bytes, %.2f × the requests; with"
                    + " deltas %.3f × and %.2f ×.%n",
                stored / storedPlain,
                fresh.bytes() / 1e6,
                fresh.traffic().requests(),
                grownPlain.bytes() / fresh.bytes(),
                grownPlain.requests() / fresh.requests(),
                grown.bytes() / fresh.bytes(),
                grown.requests() / fresh.requests());
    }

    private Cost coldFetch(Side side, Path tree) throws IOException, InterruptedException {
        side.place().clearOutput();
        Cost cost = side.tool().run(mirrors, "fetch");
        NightTrees.check(side.tool(), side.place(), tree);
        return cost;
    }
}
