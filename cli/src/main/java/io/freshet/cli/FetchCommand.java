package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Screen;
import io.freshet.core.chunk.PathGlob;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Contact;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.Fetch;
import io.freshet.fetcher.FetchReport;
import io.freshet.fetcher.FetchRequest;
import io.freshet.fetcher.Intake;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.http.HttpLimits;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.log.LogRule;
import io.freshet.fetcher.log.Logged;
import io.freshet.fetcher.trust.ChannelSnapshot;
import io.freshet.fetcher.trust.Expiry;
import io.freshet.fetcher.version.Home;
import io.freshet.fetcher.version.Origin;
import io.freshet.fetcher.version.VersionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches the current snapshot of a channel. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "freshet fetch --from=URL... --channel=NAME --root=FILE --into=DIR [OPTIONS]",
            "       freshet fetch DESCRIPTOR --root-sha256=HEX --into=DIR [OPTIONS]"
        },
        description = "Fetch the current snapshot of a channel from all mirrors at once, verified to the byte.",
        footer = {
            "",
            "The tree is in DIR/current as soon as all of it is right and on the disk; until then the version before"
                    + " it",
            "is. A fetch that was interrupted goes on where it was when the same command is run again. Later fetches",
            "into the same directory need no --root, and download what has changed.",
            "",
            "https_proxy, http_proxy and no_proxy count as they do for curl. Exit codes: freshet --help.",
            "",
            "Examples:",
            "  freshet fetch --from https://a.example/base --from https://b.example/base --root root.json \\",
            "      --channel mainnet/archive --into /data/reth",
            "  freshet fetch https://a.example/base/repo.freshet --root-sha256 9f3c... --into /data/reth"
        })
final class FetchCommand implements Callable<Integer>, Referring {

    @Parameters(
            arity = "0..1",
            paramLabel = "DESCRIPTOR",
            description = "URL or file of repo.freshet, which names mirrors and channels.")
    private @Nullable String descriptor;

    @Option(names = "--from", paramLabel = "URL", description = "Mirror, like https://a.example/base; repeat for more.")
    private List<Mirror> from = new ArrayList<>();

    @Mixin
    private RootOptions root = new RootOptions();

    @Option(names = "--channel", paramLabel = "NAME", description = "Channel, like mainnet/archive.")
    private @Nullable ChannelName channel;

    @Option(names = "--into", required = true, paramLabel = "DIR", description = "Directory that versions are kept in.")
    private Path into = Path.of("");

    @Option(
            names = "--component",
            paramLabel = "NAME",
            description = "Component to fetch, with those that it requires; repeat for more. All by default.")
    private List<String> components = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "DIR",
            description = "Directory whose files may be reused, once they were hashed; repeat for more.")
    private List<Path> seeds = new ArrayList<>();

    @Option(
            names = "--carry",
            paramLabel = "PATTERN",
            description = "Files of the node that go along to the new version beside keys and signers' state, like"
                    + " 'validator/**'; never over what the snapshot has; repeat for more.")
    private List<PathGlob> carry = new ArrayList<>();

    @Option(names = "--if-empty", description = "Do nothing, successfully, where a version is in use.")
    private boolean ifEmpty;

    @Option(names = "--replace", description = "Accept a directory that holds other things; they stay.")
    private boolean replace;

    @Option(names = "--keep", paramLabel = "N", description = "Versions to keep, the new one counted; 2 by default.")
    private int keep = 2;

    @Option(
            names = "--trust-times",
            description =
                    "Where the file system makes clones (XFS, Btrfs), do not read files again whose inode and time"
                            + " of change are those of the last fetch, and of this start of the system.")
    private boolean trustTimes;

    @Option(
            names = "--limit-rate",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            description = "Bytes a second from all mirrors together, like 50M.")
    private long limitRate;

    @Mixin
    private AcceptOptions accept = new AcceptOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private Console console = new Console();

    /** What the directory has to do with the release, from then on where that is asked. */
    private @Nullable Intake intake;

    @Override
    public Integer call() throws IOException, UsageException, TrustException {
        if (keep < 1) {
            throw new UsageException("--keep is at least 1: the version in use is never removed");
        }
        accept.check(log);
        KeptEvidence evidence = KeptEvidence.of(into);
        evidence.warn(console);
        Optional<VersionId> active = Home.active(into);
        if (ifEmpty && active.isPresent()) {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("version", active.get().toString())
                    .put("unchanged", true);
            evidence.write(json);
            console.result(json, List.of(active.get() + " is in use; nothing to do"));
            return ExitCode.OK.code();
        }
        Optional<LogRule> rule = log.rule();
        HttpLimits limits = HttpLimits.DEFAULTS.withRate(limitRate);
        Where where = Where.of(descriptor, from, channel, limits);
        try (Home home = Home.open(into, replace);
                Mirrors mirrors = Where.open(where.mirrors(), limits)) {
            Fetched fetched = fetch(home, mirrors, where.channel(), rule);
            Instant now = Clock.systemUTC().instant();
            home.note(
                    fetched.report().version(),
                    new Origin(
                            where.channel(),
                            where.mirrors().stream().map(Mirror::toString).toList(),
                            accept.byManifest(now),
                            anchoring(fetched.found(), now)));
            warn(fetched.found(), now);
            ObjectNode json = fetched.json();
            accept.byManifest(now).ifPresent(time -> json.put("byManifest", time.toString()));
            evidence.write(json);
            console.result(json, fetched.lines());
            return ExitCode.OK.code();
        }
    }

    private static Optional<Origin.Anchoring> anchoring(ChannelSnapshot found, Instant now) {
        return found.anchored()
                .map(anchored -> new Origin.Anchoring(now, anchored.answers().size(), anchored.by()));
    }

    @Override
    public Optional<Contact> contact() {
        return intake == null ? Optional.empty() : intake.contact();
    }

    private void warn(ChannelSnapshot found, Instant now) {
        Expiry expiry = found.expiry();
        if (expiry.isSoon(now) && accept.byManifest(now).isEmpty()) {
            console.say("freshet: warning: the signatures of " + expiry.role() + " expire "
                    + Texts.expiry(expiry.expires(), now)
                    + ", and are not renewed. After that, nothing can be fetched: ask the publisher to run"
                    + " freshet renew"
                    + found.root()
                            .contact()
                            .map(contact -> "\n" + Failures.asking(contact))
                            .orElse(""));
        }
    }

    private Fetched fetch(Home home, Mirrors mirrors, ChannelName name, Optional<LogRule> rule)
            throws IOException, UsageException, TrustException {
        Progress progress = new Progress();
        long started = System.nanoTime();
        try (Screen screen = console.show(new FetchProgress(progress, mirrors));
                Stopped _ = Stopped.says(
                        console, screen, "freshet: stopped; run the same command again to go on from here")) {
            Intake begun = new Intake(home, mirrors, Clock.systemUTC());
            intake = begun;
            Instant now = Clock.systemUTC().instant();
            ChannelSnapshot found = accept.find(begun.finder(), root.given(), name);
            accept.warn(found, now, console);
            Optional<Logged> logged = begun.take(found, rule);
            FetchReport report = new Fetch(request(found), mirrors, progress).run(home, found.snapshot());
            boolean provable = accept.byManifest(now).isEmpty();
            if (provable && begun.prove(report.version(), found, logged).isEmpty()) {
                console.say("freshet: warning: this repository's metadata are too large to be kept as a proof of this"
                        + " version: verify --offline will not know it");
            }
            Duration time = Duration.ofNanos(System.nanoTime() - started);
            return new Fetched(name, found, logged, report, mirrors.reports(), time);
        }
    }

    private FetchRequest request(ChannelSnapshot found) throws UsageException {
        for (String name : components) {
            if (found.snapshot().manifest().component(name).isEmpty()) {
                throw new UsageException("there is no component " + name + "; the snapshot has "
                        + String.join(
                                ", ",
                                found.snapshot().manifest().components().stream()
                                        .map(component -> component.name())
                                        .toList()));
            }
        }
        FetchRequest usual = FetchRequest.into(into);
        return new FetchRequest(
                into,
                replace,
                Set.copyOf(components),
                seeds,
                carry,
                keep,
                trustTimes,
                usual.spansAtOnce(),
                usual.threads());
    }
}
