package io.freshet.bench.runs;

import io.freshet.bench.data.ChainData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Freshet beside other tools on a chain-like directory, in turns, as tables in Markdown. */
@Command(
        name = "bench/peers/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures Freshet beside other tools, and prints tables in Markdown.",
        footer = {"", "Example:", "  bench/peers/run /dev/shm/bench --size 2G --rounds 3 tar-zstd restic rustic"})
final class Peers implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "WORK",
            description = "Directory to work in, best in memory: six times the size.")
    private Path work = Path.of("");

    @Parameters(index = "1..*", paramLabel = "TOOL", description = "Tools to run beside Freshet; all by default.")
    private List<String> chosen = new ArrayList<>();

    @Option(
            names = "--size",
            defaultValue = "2G",
            description = "Size of the directory, like 512M; ${DEFAULT-VALUE} by default.")
    private String size = "2G";

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds, in each of which each tool has its turn.")
    private int rounds = 3;

    @Option(names = "--churn", split = ",", description = "clustered, scattered, or both, which is the default.")
    private List<String> churns = List.of("clustered", "scattered");

    @Option(names = "--tools", hidden = true)
    private Path tools = Path.of("bench/peers/tools");

    @Option(names = "--gate", description = "Command that waits for a quiet machine, and runs what follows it.")
    private String gate = "";

    private final Samples samples = new Samples();
    private final List<Update> updates = new ArrayList<>();
    private final Map<String, String> notes = new LinkedHashMap<>();

    public static void main(String[] args) {
        System.exit(new CommandLine(new Peers())
                .setExecutionExceptionHandler((failure, line, _) -> {
                    line.getErr().println("bench/peers/run: " + failure.getMessage());
                    return 1;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var place = new Place(work);
        place.clear();
        Path before = makeData(place);
        try (Mirrors mirrors = Mirrors.start(place.store(), place.work().resolve("nginx"))) {
            List<Tool> present = present(place, mirrors);
            for (String churn : churns) {
                measure(place, mirrors, present, before, churn);
            }
        }
        Place.remove(before);
        System.out.print(summary());
        return 0;
    }

    private void measure(Place place, Mirrors mirrors, List<Tool> present, Path before, String churn)
            throws IOException, InterruptedException {
        Path after = place.work().resolve("v2");
        Place.remove(after);
        ChainData.main(new String[] {"next", before.toString(), after.toString(), "2", "3", churn});
        var bound = Bound.between(before, after);
        for (int round = 1; round <= rounds; round++) {
            for (Tool tool : present) {
                progress(churn + ", round " + round + ": " + tool.name());
                OptionalLong newChunks = new Story(tool, place, mirrors, samples).tell(before, after, churn);
                if (round == 1 && newChunks.isPresent()) {
                    updates.add(new Update(churn, bound, newChunks.getAsLong()));
                }
            }
        }
        Place.remove(after);
    }

    private Path makeData(Place place) throws IOException {
        Path before = place.work().resolve("v1");
        Place.remove(before);
        progress("making " + size + " of data");
        ChainData.main(new String[] {"new", before.toString(), Long.toString(megabytes(size)), "1"});
        return before;
    }

    static long megabytes(String size) {
        long number = Long.parseLong(size.substring(0, size.length() - 1));
        return switch (size.charAt(size.length() - 1)) {
            case 'G' -> number << 10;
            case 'M' -> number;
            default -> throw new IllegalArgumentException("a size like 512M or 2G, not " + size);
        };
    }

    private List<Tool> present(Place place, Mirrors mirrors) throws IOException, InterruptedException {
        Path root = tools.toAbsolutePath().normalize().resolve("../../..").normalize();
        Map<String, String> variables = place.variables(mirrors, root.resolve("freshet"));
        List<String> words = gate.isBlank() ? List.of() : List.of(gate.split(" "));
        List<Tool> present = new ArrayList<>();
        for (Path file : files()) {
            var tool = new Tool(file, place.work().resolve("output"), words, variables);
            Optional<String> missing = tool.missing();
            notes.put(
                    tool.name(),
                    missing.isPresent() ? "skipped, there is no " + missing.get() + " here" : tool.version());
            if (missing.isEmpty()) {
                present.add(tool);
            }
        }
        return present;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(tools.toAbsolutePath())) {
            return all.filter(file -> {
                        String name = file.getFileName().toString().replace(".sh", "");
                        return chosen.isEmpty() || name.equals(Goal.SUBJECT) || chosen.contains(name);
                    })
                    .sorted()
                    .toList();
        }
    }

    private String summary() throws IOException {
        var text = new StringBuilder("## " + Machine.describe() + "\n\n");
        text.append("ChainData of %s; rounds: %d; median (least to most).\n\n".formatted(size, rounds));
        notes.forEach((tool, note) ->
                text.append("- ").append(tool).append(": ").append(note).append('\n'));
        text.append('\n').append(new Report(samples)).append('\n').append(new Verdicts(samples, updates));
        return text.toString();
    }

    private static void progress(String what) {
        System.err.println(what);
    }
}
