package io.freshet.cli;

import io.freshet.cli.config.PublishConfig;
import io.freshet.cli.screen.Screen;
import io.freshet.core.Digest;
import io.freshet.core.trust.ChannelName;
import io.freshet.providers.api.Sleeper;
import io.freshet.publisher.PublisherConfig;
import io.freshet.publisher.SnapshotFacts;
import io.freshet.publisher.commit.Timestamping;
import io.freshet.publisher.kept.KeptFiles;
import io.freshet.publisher.upload.ChannelPublisher;
import io.freshet.publisher.upload.Destinations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes a data directory to a channel. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet publish SOURCE --to=URL... --keys=DIR --channel=NAME [OPTIONS]",
        description = "Publish a data directory as the next snapshot of a channel.",
        footer = {
            "",
            "Reads the directory once, stores what is new, and releases it by one conditional write at the authority.",
            "Stop the node, or publish from a file-system snapshot. A run that was interrupted is resumed by running"
                    + " the",
            "same command again. Keys and other local files stop a publication unless freshet.yaml excludes or allows",
            "them.",
            "",
            "--trust-times does not read a file whose size, mtime, ctime, inode and device are those that the last",
            "release had from this machine; what is published is the same. Nobody sets ctime back but by changing the",
            "clock or writing to the disk beneath the file system. Don't use it where that happens, on network file",
            "systems whose server has a clock of its own, or while a program writes through memory maps (MDBX, LMDB):",
            "some of that shows late, on tmpfs never. A copy, a snapshot mounted elsewhere or a restored directory has",
            "other inodes or another device: everything is read then, as it is on the first run, after the profile",
            "changed, and after another machine published. Files are also read that changed within 10 seconds of the",
            "start of the run that noted them, or of which something is stored again. What a disk loses by itself"
                    + " shows",
            "in no time: publish without this option now and then.",
            "",
            "--keep-base is for who has no file-system snapshots: stop the node, publish, start it when the command"
                    + " has",
            "ended. The first run copies the files of pages whole, later ones write what changed; XFS and Btrfs share",
            "blocks instead. It is a cache, used page by page where the hash is right: lost or damaged, it costs"
                    + " deltas.",
            "What does not fit into SIZE, or would leave less space than temporary files need, is not kept, and the",
            "report says so. If --base is given as well, that is tonight's base, and the copy is kept all the same. 0",
            "uses the copy once more and removes it.",
            "",
            "--log-policy asks witnesses to cosign the log, once this release is in it, so that nodes can ask for that",
            "with fetch --log-policy. Those that don't answer within some seconds are passed by. Without a quorum the",
            "release is made all the same, with a warning; --require-witnesses makes none then, and ends with 4.",
            "",
            "--timestamp-authority is asked, before the release is made, for a signed time of what the publisher says"
                    + " of",
            "it; that lies beside it, and freshet attest verify --timestamp-roots verifies it. An authority that is",
            "down, or answers wrongly within 30 seconds, costs a warning: a night without a timestamp is worth more"
                    + " than",
            "no night. Where it is not, --require-timestamps ends with exit code 4, and nothing is released. It must"
                    + " be",
            "in place already: nothing is added to a release that is made.",
            "",
            "s3:// takes its credentials as AWS's own tools do: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, ~/.aws,"
                    + " the",
            "role of the machine. Another server than AWS: AWS_ENDPOINT_URL, or"
                    + " s3://bucket/prefix?endpoint=https://...",
            "Exit codes: freshet --help.",
            "",
            "Example:",
            "  freshet publish /var/lib/reth --to s3://acme/base --to file:/srv/repo --keys ./keys \\",
            "      --channel mainnet/archive --network mainnet --height 21000000 --consistency stopped"
        })
final class PublishCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SOURCE", description = "The data directory.")
    private Path source = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "URL",
            description = "Destination: s3://bucket/prefix, file:/path. Repeat for more; the authority is found out.")
    private List<String> to = new ArrayList<>();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Option(names = "--channel", required = true, paramLabel = "NAME", description = "Channel, like mainnet/archive.")
    private @Nullable ChannelName channel;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "freshet.yaml: components, profile, exclude, allow, localFiles, source, coldOverhead, deltas,"
                    + " times, witnesses, attempts, timestamps.")
    private @Nullable Path config;

    @Mixin
    private FactOptions facts = new FactOptions();

    @Mixin
    private NetworkOption network = new NetworkOption();

    @Option(
            names = "--trust-times",
            description = "Don't read files whose size, times and inode did not change since the last release; off by"
                    + " default.")
    private boolean trustTimes;

    @Mixin
    private BaseOptions base = new BaseOptions();

    @Mixin
    private WitnessOptions witnesses = new WitnessOptions();

    @Mixin
    private TimestampOptions timestamps = new TimestampOptions();

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute; all cores by default.")
    private @Nullable Integer threads;

    @Option(
            names = "--limit-rate",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "Bytes a second to and from all destinations together, like 50M.")
    private long limitRate;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Directory for temporary files, some 2%% of the source (5%% with --base or --keep-base), for the"
                            + " times of --trust-times, the sketches of --base and the copy of --keep-base;"
                            + " $XDG_CACHE_HOME/freshet by default.")
    private @Nullable Path state;

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, InterruptedException, UsageException {
        if (threads != null && threads < 1) {
            throw new UsageException("--threads is at least 1");
        }
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        PublishConfig written = config == null ? PublishConfig.none() : PublishConfig.read(config);
        SnapshotFacts said = facts.facts(written, clock.instant());
        Path states = StateDirectory.of(state);
        PublisherConfig defaults = PublisherConfig.defaults(states);
        PublisherConfig how = written.apply(threads == null ? defaults : defaults.withCores(threads));
        if (!Files.isDirectory(source)) {
            throw new UsageException(source + " is not a directory");
        }
        base.check();
        Timestamping timestamping = timestamps.timestamping(written);
        try (WitnessOptions.Asked asked = witnesses.open(written);
                OpenStores stores = new OpenStores(to, limitRate)) {
            byte[] root = keys.root();
            Optional<KeptFiles> times = trustTimes
                    ? Optional.of(new KeptFiles(states.resolve("times"), Digest.of(root)))
                    : Optional.empty();
            ChannelName name = Objects.requireNonNull(channel);
            Optional<ChannelPublisher.Deltas> deltas = base.deltas(states, Digest.of(root), name, source);
            deltas.flatMap(ChannelPublisher.Deltas::keep)
                    .flatMap(BaseOptions::announcement)
                    .ifPresent(console::announce);
            Destinations destinations =
                    asked.with(Destinations.open(stores.all(), root, keys.open(), clock, random, Sleeper.real()));
            PublishProgress progress = new PublishProgress(stores::traffic);
            ChannelPublisher.Outcome outcome;
            long started = System.nanoTime();
            try (Screen screen = console.show(progress)) {
                outcome = new ChannelPublisher(destinations, clock, random, Sleeper.real())
                        .publish(
                                new ChannelPublisher.Job(
                                        source, name, said, how, times, deltas, timestamping, network.change()),
                                progress);
            }
            Expirations expirations = new Expirations(outcome.released().expiring(), keys.directory(), clock.instant());
            PublishReport report = new PublishReport(
                    outcome, base.missedIn(), expirations, stores.traffic(), System.nanoTime() - started);
            report.skipped().forEach(console::say);
            report.warnings().forEach(console::say);
            Described.say(outcome.notDescribed(), console);
            expirations.warn(console);
            console.result(report.json(), report.lines());
            return Followers.exit(outcome.followers(), console).code();
        }
    }
}
