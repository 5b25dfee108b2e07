package io.freshet.demo;

import io.freshet.cli.ByteCount;
import io.freshet.cli.ExitCode;
import io.freshet.cli.ExtraCommand;
import io.freshet.cli.screen.Figures;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole product in two minutes: nothing to install, nothing left behind. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show it all on this machine: publish, fetch, a day, publish, fetch while mirrors fail, compare.",
        footer = {
            "",
            "Makes a data directory like a node's, starts an S3-compatible server and three mirrors in this process,",
            "and removes everything in the end. Takes five times --size of disk. Exits with 1 if anything that was",
            "fetched differs from what was published.",
            "",
            "Examples:",
            "  freshet demo --size 256M",
            "  freshet demo --size 256M --spoil      # ends with DIFFERENT"
        })
public final class DemoCommand implements ExtraCommand {

    private static final int COPIES = 5;
    private static final long SEED = 20260101;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "Bytes of the data directory; 1G by default, 16M at least.")
    private long size = 1_000_000_000;

    @Option(
            names = "--in",
            paramLabel = "DIR",
            description = "Where to make it all; by default the first place for temporary files that has room.")
    private @Nullable Path in;

    @Option(
            names = "--spoil",
            description = "Flip a bit of what was fetched before it is compared, to see that this is noticed.")
    private boolean spoil;

    /** Called by the command line. */
    public DemoCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException, TrustException {
        if (size < 16_000_000) {
            return refuse(ExitCode.USAGE, "--size is 16M at least");
        }
        if (in != null && !Files.isDirectory(in)) {
            return refuse(ExitCode.USAGE, "--in: there is no directory " + in);
        }
        Ground ground = in == null
                ? Ground.withRoom(size * COPIES, System.getenv())
                : Ground.withRoom(size * COPIES, Set.of(in));
        Optional<Path> place = ground.place();
        if (place.isEmpty()) {
            return refuse(
                    ExitCode.LOCAL,
                    "this needs " + Figures.bytes(size * COPIES) + ", and " + String.join(", ", ground.looked())
                            + ". Choose another with --in DIR, or a smaller --size");
        }
        try (Scratch scratch = Scratch.below(place.get())) {
            return play(scratch.directory());
        }
    }

    private int refuse(ExitCode code, String why) {
        spec.commandLine().getErr().println("freshet: " + why);
        return code.code();
    }

    private int play(Path directory) throws IOException, InterruptedException, TrustException {
        PrintWriter out = spec.commandLine().getOut();
        long started = System.nanoTime();
        Consumer<String> say = line -> {
            Duration time = Duration.ofNanos(System.nanoTime() - started);
            out.println(String.format(Locale.ROOT, "%7s  %s", Figures.time(time), line));
            out.flush();
        };
        say.accept("an S3-compatible server and three mirrors start, in " + directory);
        try (Stage stage = Stage.set(directory)) {
            Story story = new Story(directory, stage, spoil, say);
            boolean good = story.play(new ChainDirectory(directory.resolve("data"), size, SEED));
            out.println();
            ActTable.lines(story.acts()).forEach(out::println);
            out.println();
            out.println("What failed over where, while night 2 was fetched:");
            story.mirrors().forEach(line -> out.println("  " + line));
            out.println();
            story.differences().forEach(difference -> out.println("DIFFERENT: " + difference));
            out.println(
                    good
                            ? "0 differences: both nights arrived as they were published, with one mirror dead and one"
                                    + " corrupt."
                            : "The demo failed.");
            out.flush();
            return (good ? ExitCode.OK : ExitCode.DIFFERENT).code();
        }
    }
}
