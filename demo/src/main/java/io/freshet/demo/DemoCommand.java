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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole product in two minutes: nothing to install, nothing left behind. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Show it all on this machine: publish, fetch, a day, publish, fetch while mirrors fail, compare.",
        footer = {
            "",
            "Makes a data directory like a node's, starts an S3-compatible server and three mirrors in this process,",
            "and removes everything in the end. Takes five times --size of disk.",
            "",
            "Example:",
            "  freshet demo --size 256M"
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
            description = "Where to make it all; the temporary directory by default.")
    private @Nullable Path in;

    /** Called by the command line. */
    public DemoCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException, TrustException {
        PrintWriter out = spec.commandLine().getOut();
        if (size < 16_000_000) {
            spec.commandLine().getErr().println("freshet: --size is 16M at least");
            return ExitCode.USAGE.code();
        }
        Path parent = in == null ? Path.of(System.getProperty("java.io.tmpdir")) : in;
        long free = Files.getFileStore(parent).getUsableSpace();
        if (free < size * COPIES) {
            spec.commandLine()
                    .getErr()
                    .println("freshet: " + parent + " has " + Figures.bytes(free) + " free, and this needs "
                            + Figures.bytes(size * COPIES) + ". Choose another with --in DIR, or a smaller --size");
            return ExitCode.LOCAL.code();
        }
        Path directory = Files.createTempDirectory(parent, "freshet-demo");
        // Also where a signal ends it.
        Thread cleaner = Thread.ofPlatform().unstarted(() -> delete(directory));
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            return play(directory, out);
        } finally {
            Runtime.getRuntime().removeShutdownHook(cleaner);
            delete(directory);
        }
    }

    private int play(Path directory, PrintWriter out) throws IOException, InterruptedException, TrustException {
        long started = System.nanoTime();
        try (Stage stage = Stage.set(directory)) {
            Story story = new Story(directory, stage, line -> {
                Duration time = Duration.ofNanos(System.nanoTime() - started);
                out.println(String.format(Locale.ROOT, "%7s  %s", Figures.time(time), line));
                out.flush();
            });
            boolean good = story.play(new ChainDirectory(directory.resolve("data"), size, SEED));
            out.println();
            table(story.acts()).forEach(out::println);
            out.println();
            story.failovers().forEach(out::println);
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

    private static List<String> table(List<Act> acts) {
        String form = "%-16s %9s %9s %12s %7s %9s %8s %11s";
        String head = String.format(
                Locale.ROOT, form, "", "data", "new", "transferred", "dedupe", "requests", "time", "rate");
        return Stream.concat(
                        Stream.of(head),
                        acts.stream()
                                .map(act -> String.format(
                                        Locale.ROOT,
                                        form,
                                        act.what(),
                                        Figures.bytes(act.bytes()),
                                        Figures.bytes(act.fresh()),
                                        Figures.bytes(act.transferred()),
                                        Figures.percent(act.bytes() - act.fresh(), act.bytes()),
                                        String.format(Locale.ROOT, "%,d", act.requests()),
                                        Figures.time(act.time()),
                                        Figures.rate(act.bytes(), act.time()))))
                .toList();
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // What is left lies in a temporary directory, and its removal is not what the demo is about.
            return;
        }
    }
}
