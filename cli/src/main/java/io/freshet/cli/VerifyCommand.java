package io.freshet.cli;

import io.freshet.cli.screen.Figures;
import io.freshet.cli.screen.Screen;
import io.freshet.cli.screen.Status;
import io.freshet.core.FormatException;
import io.freshet.core.local.LocalFiles;
import io.freshet.core.log.LogException;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.proof.FileProof;
import io.freshet.core.proof.ProofCheck;
import io.freshet.core.proof.ProvenFile;
import io.freshet.core.proof.ProvenRelease;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.version.Origin;
import io.freshet.reader.verify.CheckProgress;
import io.freshet.reader.verify.DirectoryCheck;
import io.freshet.reader.verify.RepositoryCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies a repository or a fetched directory. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "freshet verify DIR[@N] [--offline [--root=FILE | --root-sha256=HEX] [OPTIONS]] [--json]",
            "       freshet verify URL (--root=FILE | --root-sha256=HEX) [--channel=NAME[@N]] [--read-data] [OPTIONS]",
            "       freshet verify --proof=PROOF [FILE] [--root=FILE | --root-sha256=HEX] [OPTIONS] [--json]"
        },
        description = "Verify that a repository, a fetched directory, or one file, is what was signed.",
        footer = {
            "",
            "Of a repository: the trust metadata, the current release of each channel (or the one that --channel"
                    + " names),",
            "their whole indexes, and that every pack is there with its size; with --read-data every byte of the"
                    + " packs.",
            "Where several --from are given, each is verified by itself, as it is.",
            "Of a fetched directory: every file against the index, by its hashes, and what is there besides. Keys and",
            "other local files are named, and are no difference. A node that has run in it has changed its files.",
            "",
            "With --offline first that index, down from a root: by the signatures, log proof, attestations and",
            "timestamps that its fetch has kept, as of the time of that fetch. Nothing is asked of anybody. Each kind"
                    + " of",
            "evidence is shown as proven, absent, or not asked for; that the chain's nodes were asked is the fetch's",
            "note, and no proof.",
            "",
            "With --proof, what freshet prove has exported, and FILE by it: nothing else is read.",
            "",
            "Exit code 0 if all is as it was signed, 1 if something differs, or a timestamp that is required is not",
            "there; 3 if a signature is not as it must be, or too few witnesses have cosigned the log.",
            "",
            "Examples:",
            "  freshet verify /data/reth",
            "  freshet verify --offline /data/reth --root root.json",
            "  freshet verify --offline /data/reth --root root.json --log-policy witnesses.txt \\",
            "      --timestamp-roots tsa-roots.pem --require-timestamps",
            "  freshet verify --proof headers.proof headers_0_499999 --root root.json",
            "  freshet verify s3://acme/base --root root.json",
            "  freshet verify https://a.example/base --root root.json --channel mainnet/archive@41 --read-data"
        })
final class VerifyCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "WHERE",
            description = "Fetched directory, URL of a repository, or file of a proof.")
    private @Nullable String where;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(names = "--channel", paramLabel = "NAME[@N]", description = "Only this channel, or this release of it.")
    private @Nullable ReleaseName release;

    @Option(names = "--read-data", description = "Read all packs, and hash each pack, frame and chunk.")
    private boolean readData;

    @Option(
            names = "--offline",
            description = "Of a fetched directory: verify also, from the root down, what it is compared with.")
    private boolean offline;

    @Option(
            names = "--proof",
            paramLabel = "PROOF",
            description = "Verify this proof, which freshet prove has written, and the file by it.")
    private @Nullable Path proof;

    @Mixin
    private ProofOptions terms = new ProofOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, LogException, TrustException, UsageException {
        if (proof == null && !offline && terms.isGiven()) {
            throw new UsageException(
                    "--log-policy, --timestamp-roots and --require-timestamps are asked of what was kept: say"
                        + " --offline, or --proof PROOF. Of a repository: freshet log verify, freshet attest verify");
        }
        Verified verified = proof != null ? proven(proof) : read();
        console.result(verified.json(), verified.lines());
        return (verified.differs() ? ExitCode.DIFFERENT : ExitCode.OK).code();
    }

    private Verified read() throws IOException, LogException, TrustException, UsageException {
        return switch (options.place(where)) {
            case Place.Directory directory when offline -> offline(directory);
            case Place.Directory directory -> directory(version(directory));
            case Place.Repository _
            when offline ->
                throw new UsageException("--offline is for a fetched directory: a repository is read to be verified");
            case Place.Repository repository -> repositories(repository);
        };
    }

    private Verified proven(Path from) throws IOException, LogException, TrustException, UsageException {
        FileProof read = FileProof.read(from.toString(), OptionFile.read("--proof", from, FileProof.MOST_BYTES));
        Optional<byte[]> given = options.rootFor(from.toString(), read.release());
        ProofOptions.Asked asked = terms.asked();
        ProvenFile file = read.verify(from.toString(), given, asked.terms());
        ProvenFacts facts = new ProvenFacts(
                file.release(),
                given.isPresent(),
                asked,
                Optional.empty(),
                Clock.systemUTC().instant());
        return where == null
                ? new VerifiedFile(facts, file, Optional.empty())
                : new VerifiedFile(facts, file, Optional.of(VerifiedFile.Compared.with(file, Path.of(where))));
    }

    private Version version(Place.Directory place) throws IOException, UsageException {
        return Version.of(place, release == null ? ReleaseName.CURRENT : release);
    }

    private Verified offline(Place.Directory place) throws IOException, LogException, TrustException, UsageException {
        Version version = version(place);
        KeptProof kept = KeptProof.of(version);
        String file = kept.name();
        Optional<byte[]> given = options.rootFor(file, kept.proof());
        ProofOptions.Asked asked = terms.asked();
        ProvenRelease proven = new ProofCheck(file, kept.proof()).verify(given, asked.terms());
        if (!version.id().isOf(proven.digest())) {
            throw new FormatException(
                    file,
                    "proves " + proven.channel() + "@" + proven.release().sequence() + ", and not version "
                            + version.id());
        }
        // The manifest is the proven one, whatever lies in .freshet/manifests.
        Version as = new Version(version.directory(), version.id(), proven.manifest());
        ProvenFacts facts = new ProvenFacts(
                proven,
                given.isPresent(),
                asked,
                version.directory().origin(version.id()).flatMap(Origin::anchoring),
                Clock.systemUTC().instant());
        return new Verified.Offline(facts, directory(as));
    }

    private Verified.Directory directory(Version version) throws IOException {
        CheckProgress progress = new CheckProgress();
        long started = System.nanoTime();
        try (Screen screen = console.show(() -> status(progress, "file"))) {
            DirectoryCheck.Result result = DirectoryCheck.run(
                    version.directory().tree(version.id()),
                    version.tree(),
                    version.manifest().components().stream()
                            .map(Component::root)
                            .toList(),
                    LocalFiles.builtIn(),
                    Runtime.getRuntime().availableProcessors(),
                    progress);
            Duration time = Duration.ofNanos(System.nanoTime() - started);
            return new Verified.Directory(version, result, progress.done(), time);
        }
    }

    private Verified repositories(Place.Repository place) throws IOException, TrustException, UsageException {
        Verified.Repositories all = new Verified.Repositories(readData);
        for (String url : place.urls()) {
            CheckProgress progress = new CheckProgress();
            long started = System.nanoTime();
            try (NamedRepository repository = options.open(Place.ofUrls(List.of(url)));
                    Screen screen = console.show(() -> status(progress, "pack"))) {
                RepositoryCheck check = new RepositoryCheck(repository.repository(), readData, progress);
                releases(repository, check);
                RepositoryCheck.Result result = check.finish();
                all.add(repository.name(), result, progress.done(), Duration.ofNanos(System.nanoTime() - started));
            }
        }
        return all;
    }

    private void releases(NamedRepository repository, RepositoryCheck check)
            throws IOException, TrustException, UsageException {
        if (release != null) {
            NamedRepository.Found found = repository.find(release);
            check.release(found.channel(), found.release());
            return;
        }
        for (ChannelName channel : repository.repository().channels()) {
            Optional<Pointer> pointer = repository.repository().pointer(channel);
            if (pointer.isPresent()) {
                check.release(channel, pointer.get().release());
            }
        }
    }

    private static Status status(CheckProgress progress, String noun) {
        String note = Figures.count(progress.objects(), noun);
        return new Status("verify", Math.min(progress.done(), progress.total()), progress.total(), note, List.of());
    }
}
