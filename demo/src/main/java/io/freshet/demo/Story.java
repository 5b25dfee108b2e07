package io.freshet.demo;

import io.freshet.cli.screen.Figures;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.Source;
import io.freshet.core.trust.TrustDirectory;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.Fetch;
import io.freshet.fetcher.FetchReport;
import io.freshet.fetcher.FetchRequest;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.http.HttpLimits;
import io.freshet.fetcher.http.MirrorChoice;
import io.freshet.fetcher.http.MirrorLoad;
import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.trust.ChannelSnapshot;
import io.freshet.fetcher.trust.RootOfTrust;
import io.freshet.fetcher.trust.SecondChances;
import io.freshet.fetcher.trust.SnapshotFinder;
import io.freshet.fetcher.version.Home;
import io.freshet.providers.api.Sleeper;
import io.freshet.providers.api.Traffic;
import io.freshet.publisher.ProgressListener;
import io.freshet.publisher.PublisherConfig;
import io.freshet.publisher.SnapshotFacts;
import io.freshet.publisher.Statistics;
import io.freshet.publisher.pack.PackSizes;
import io.freshet.publisher.upload.ChannelPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the demo plays: two nights of a node's data, published, fetched and compared. */
final class Story {

    /** Small packs, so that a small demo has several objects. */
    private static final PackSizes PACKS = new PackSizes(16 << 20, 4 << 20, 2);

    private static final long DIES_AFTER = 100_000;

    private final Path directory;
    private final Stage stage;
    private final Consumer<String> say;
    private final List<Act> acts = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> failovers = new ArrayList<>();
    private final Clock clock = Clock.systemUTC();

    /** @param say takes a line for each thing that happens */
    Story(Path directory, Stage stage, Consumer<String> say) {
        this.directory = directory;
        this.stage = stage;
        this.say = say;
    }

    /** Plays it all; answers whether everything is as it should be. */
    boolean play(ChainDirectory chain) throws IOException, InterruptedException, TrustException {
        say.accept("a node's data directory: a page file, tables, segments, small files, a link, a sparse file");
        chain.create();
        say.accept("publishing night 1 to a directory (the authority) and a bucket (a follower)");
        publish("publish night 1", 1);
        say.accept("fetching night 1 from three mirrors");
        fetch("fetch night 1", MirrorChoice.LEAST_LOADED);
        compare("night 1");

        say.accept("a day passes: pages are copied on write, tables compacted, segments appended and merged");
        chain.nextDay();
        Set<Path> before = stage.packs();
        say.accept("publishing night 2");
        publish("publish night 2", 2);
        Set<Path> packs = new TreeSet<>(stage.packs());
        packs.removeAll(before);
        say.accept("fetching night 2: mirror " + stage.killSecond(DIES_AFTER) + " dies in the middle of it, and mirror "
                + stage.corruptThird(packs) + " has bits flipped in " + Figures.count(packs.size(), "object"));
        List<MirrorReport> mirrors = fetch("fetch night 2", Story::lastAwake);
        compare("night 2");
        return differences.isEmpty() && bothFailed(mirrors);
    }

    List<Act> acts() {
        return List.copyOf(acts);
    }

    /** What of the fetched trees differs from the source, and what of the misfortunes did not happen. */
    List<String> differences() {
        return List.copyOf(differences);
    }

    /** Which mirror failed how. */
    List<String> failovers() {
        return List.copyOf(failovers);
    }

    private Path source() {
        return directory.resolve("data");
    }

    private Path home() {
        return directory.resolve("node");
    }

    private void publish(String what, long height) throws IOException, InterruptedException {
        Source source = new Source(
                Optional.of("demo"), Optional.of(height), Optional.empty(), Optional.empty(), UnknownFields.NONE);
        PublisherConfig config = PublisherConfig.defaults(Files.createDirectories(directory.resolve("tmp")))
                .withPacks(PACKS);
        Traffic before = stage.traffic();
        long started = System.nanoTime();
        ChannelPublisher.Outcome outcome = new ChannelPublisher(
                        stage.destinations(), clock, new SecureRandom(), Sleeper.real())
                .publish(
                        new ChannelPublisher.Job(
                                source(),
                                Stage.CHANNEL,
                                new SnapshotFacts(source, Consistency.STOPPED, clock.instant()),
                                config),
                        ProgressListener.NONE);
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        outcome.followers()
                .forEach(follower -> follower.failure()
                        .ifPresent(failure -> differences.add(follower.url() + " is behind: " + failure.getMessage())));
        Statistics s = outcome.snapshot().statistics();
        Traffic after = stage.traffic();
        long fresh = s.newBytes() + s.againBytes();
        acts.add(new Act(
                what,
                s.bytes(),
                fresh,
                after.bytesSent() - before.bytesSent(),
                after.requests() - before.requests(),
                time));
    }

    private List<MirrorReport> fetch(String what, MirrorChoice choice) throws IOException, TrustException {
        Progress progress = new Progress();
        long started = System.nanoTime();
        try (Home home = Home.open(home(), false);
                Mirrors mirrors =
                        new Mirrors(stage.mirrors(), HttpLimits.DEFAULTS, choice, Thread::sleep, System::nanoTime)) {
            ChannelSnapshot found = new SnapshotFinder(
                            mirrors, new TrustDirectory(home.trust()), clock, SecondChances.usual())
                    .find(new RootOfTrust.Document(stage.root()), Stage.CHANNEL);
            FetchReport report = new Fetch(FetchRequest.into(home()), mirrors, progress).run(home, found.snapshot());
            Duration time = Duration.ofNanos(System.nanoTime() - started);
            List<MirrorReport> reports = mirrors.reports();
            acts.add(new Act(
                    what,
                    report.bytes(),
                    report.downloaded(),
                    reports.stream().mapToLong(MirrorReport::bytes).sum(),
                    reports.stream().mapToLong(MirrorReport::requests).sum(),
                    time));
            reports.forEach(mirror -> failovers.add(what + "  " + line(mirror)));
            return reports;
        }
    }

    /** The bad ones are asked first: nobody might meet them in a small demo. */
    private static int lastAwake(List<MirrorLoad> candidates) {
        for (int i = candidates.size() - 1; i > 0; i--) {
            if (!candidates.get(i).resting()) {
                return i;
            }
        }
        return 0;
    }

    private static String line(MirrorReport mirror) {
        String faults = mirror.faults().entrySet().stream()
                .map(fault -> fault.getValue() + " x " + fault.getKey())
                .collect(Collectors.joining(", "));
        return mirror.mirror() + "  " + Figures.bytes(mirror.bytes()) + " in "
                + Figures.count(mirror.requests(), "request")
                + (faults.isEmpty() ? "" : "; " + faults)
                + (mirror.quarantined() == 0
                        ? ""
                        : "; " + Figures.count(mirror.quarantined(), "object") + " in quarantine");
    }

    private void compare(String what) throws IOException {
        say.accept("comparing it with the source: names, permissions, links, holes, every byte");
        new TreeComparison()
                .compare(source(), home().resolve("current").toRealPath())
                .forEach(difference -> differences.add(what + ": " + difference));
    }

    /** A demo in which nothing went wrong would show nothing. */
    private boolean bothFailed(List<MirrorReport> mirrors) {
        if (mirrors.get(1).faults().isEmpty()) {
            differences.add("the second mirror was to die, and nobody noticed");
        }
        if (mirrors.get(2).quarantined() == 0) {
            differences.add("the third mirror was to give wrong bytes, and nobody noticed");
        }
        return differences.isEmpty();
    }
}
