package io.freshet.demo;

import io.freshet.cli.screen.Figures;
import io.freshet.cli.screen.MirrorLine;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.Source;
import io.freshet.core.proxy.Proxies;
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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What the demo plays: two nights of a node's data, published, fetched and compared. */
final class Story {

    /** Small packs, so that a small demo has several objects. */
    private static final PackSizes PACKS = new PackSizes(16 << 20, 4 << 20, 2);

    private static final long DIES_AFTER = 100_000;

    private final Path directory;
    private final Stage stage;
    private final boolean spoil;
    private final Consumer<String> say;
    private final List<Act> acts = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> mirrors = new ArrayList<>();
    private final Clock clock = Clock.systemUTC();

    /**
     * @param spoil whether what was fetched last is to be damaged before it is compared
     * @param say takes a line for each thing that happens
     */
    Story(Path directory, Stage stage, boolean spoil, Consumer<String> say) {
        this.directory = directory;
        this.stage = stage;
        this.spoil = spoil;
        this.say = say;
    }

    /** Plays it all; answers whether everything is as it should be. */
    boolean play(ChainDirectory chain) throws IOException, InterruptedException, TrustException {
        say.accept("a node's data directory: a page file, tables, segments, small files, a link, a sparse file");
        chain.create();
        say.accept("publishing night 1 to a directory (the authority) and to a bucket (a follower)");
        publish("publish night 1", chain, 1);
        say.accept("fetching night 1 from three mirrors: two of the directory, one of the bucket");
        fetch("fetch night 1", chain, MirrorChoice.LEAST_LOADED);
        compare("night 1");

        say.accept("a day passes: pages are copied on write, tables compacted, segments appended and merged");
        chain.nextDay();
        Set<Path> before = stage.packs();
        say.accept("publishing night 2");
        publish("publish night 2", chain, 2);
        Set<Path> packs = new TreeSet<>(stage.packs());
        packs.removeAll(before);
        say.accept("fetching night 2 into the same directory");
        stage.killSecond(DIES_AFTER, mirror -> say.accept("  mirror " + mirror + " dies in the middle of an answer"));
        stage.corruptThird(
                packs,
                mirror -> say.accept("  mirror " + mirror + ": bits flip in " + Figures.count(packs.size(), "object")));
        List<MirrorReport> reports = fetch("fetch night 2", chain, Story::lastAwake);
        reports.forEach(mirror -> mirrors.add(MirrorLine.of(mirror)));
        if (spoil) {
            say.accept("flipping a bit of it, as --spoil says");
            flipABit(home().resolve("current/db/mdbx.dat"));
        }
        compare("night 2");
        return differences.isEmpty() && bothFailed(reports);
    }

    List<Act> acts() {
        return List.copyOf(acts);
    }

    /** What of the fetched trees differs from the source, and what of the misfortunes did not happen. */
    List<String> differences() {
        return List.copyOf(differences);
    }

    /** What each mirror did in the last fetch, and who stood in for it. */
    List<String> mirrors() {
        return List.copyOf(mirrors);
    }

    private Path source() {
        return directory.resolve("data");
    }

    private Path home() {
        return directory.resolve("node");
    }

    private void publish(String what, ChainDirectory chain, long height) throws IOException, InterruptedException {
        Source source = new Source(
                Optional.of("demo"),
                Optional.empty(),
                Optional.of(height),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                UnknownFields.NONE);
        PublisherConfig config = PublisherConfig.defaults(Files.createDirectories(directory.resolve("tmp")))
                .withPacks(PACKS);
        BytesRead progress = new BytesRead();
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
                        progress);
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        outcome.followers()
                .forEach(follower -> follower.failure()
                        .ifPresent(failure -> differences.add(follower.url() + " is behind: " + failure.getMessage())));
        Statistics s = outcome.snapshot().statistics();
        Traffic after = stage.traffic();
        acts.add(new Act(
                what,
                s.bytes() - chain.holes(),
                progress.read() - chain.holes(),
                s.newBytes() + s.againBytes(),
                after.bytesSent() - before.bytesSent(),
                0,
                after.requests() - before.requests(),
                time));
    }

    private List<MirrorReport> fetch(String what, ChainDirectory chain, MirrorChoice choice)
            throws IOException, TrustException {
        Progress progress = new Progress();
        long started = System.nanoTime();
        try (Home home = Home.open(home(), false);
                Mirrors mirrors = new Mirrors(
                        stage.mirrors(), HttpLimits.DEFAULTS, Proxies.NONE, choice, Thread::sleep, System::nanoTime)) {
            ChannelSnapshot found = new SnapshotFinder(
                            mirrors, new TrustDirectory(home.trust()), clock, SecondChances.usual())
                    .find(new RootOfTrust.Document(stage.root()), Stage.CHANNEL);
            FetchReport report = new Fetch(FetchRequest.into(home()), mirrors, progress).run(home, found.snapshot());
            Duration time = Duration.ofNanos(System.nanoTime() - started);
            List<MirrorReport> reports = mirrors.reports();
            acts.add(new Act(
                    what,
                    report.bytes() - chain.holes(),
                    Math.max(0, report.bytes() - chain.holes() - report.downloaded()),
                    report.downloaded(),
                    0,
                    reports.stream().mapToLong(MirrorReport::bytes).sum(),
                    reports.stream().mapToLong(MirrorReport::requests).sum(),
                    time));
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

    private static void flipABit(Path file) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.read(one, 0);
            one.put(0, (byte) (one.get(0) ^ 1));
            channel.write(one.flip(), 0);
        }
    }

    /** Adds up what the publisher reads. */
    private static final class BytesRead implements ProgressListener {
        private final LongAdder bytes = new LongAdder();

        @Override
        public void read(long more) {
            bytes.add(more);
        }

        long read() {
            return bytes.sum();
        }
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
