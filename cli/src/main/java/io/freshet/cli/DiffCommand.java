package io.freshet.cli;

import io.freshet.core.trust.TrustException;
import io.freshet.reader.diff.ChunkUse;
import io.freshet.reader.diff.Comparison;
import io.freshet.reader.diff.Totals;
import io.freshet.reader.diff.UpdateCost;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two snapshots. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "freshet diff A B (--root=FILE | --root-sha256=HEX) --from=URL... [OPTIONS]",
            "       freshet diff DIR[@N] B [OPTIONS]"
        },
        description = "Compare two snapshots, and say what an update from one to the other would download.",
        footer = {
            "",
            "A and B are each a fetched directory (DIR, or DIR@41 for an older version) or a release of a repository",
            "(mainnet/archive@41; @41 where --channel says which, or there is only one; mainnet/archive for the"
                    + " current",
            "one). Only the parts of the two indexes in which they differ are read. Of a fetched directory, what was",
            "fetched is compared, not what a node has made of it since: that is what freshet verify is for. A"
                    + " directory",
            "knows where it came from and whom it trusts: beside one, --from and --root can be left out.",
            "",
            "A line for each path: + added, - removed, M changed, with the bytes that are new at their place. A fetch",
            "takes deltas where they are shorter. They are made against the release before; who holds an older one, or",
            "has run a node in the directory, lacks some of what they are made against, and reads that, too, or the",
            "pages themselves. Exit code 0 if both are equal, 1 if they differ.",
            "",
            "Examples:",
            "  freshet diff @41 @42 --from https://a.example/base --root root.json --channel mainnet/archive",
            "  freshet diff /data/reth mainnet/archive",
            "  freshet diff /data/reth@41 /data/reth"
        })
final class DiffCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "A", description = "The one to begin with.")
    private String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The one to end with.")
    private String second = "";

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(names = "--channel", paramLabel = "NAME", description = "Channel of the releases that name none.")
    private @Nullable ReleaseName channel;

    @Option(
            names = "--cost",
            description = "What an update would cost by each way: whole, by new chunks, by deltas; and why.")
    private boolean byEachWay;

    @Option(names = "--summary", description = "Only the totals.")
    private boolean summary;

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        Optional<Place.Directory> a = Place.directory(first);
        Optional<Place.Directory> b = Place.directory(second);
        if (a.isPresent() && b.isPresent()) {
            return compare(DiffSide.of(a.get()), DiffSide.of(b.get()));
        }
        Optional<Place.Directory> directory = a.or(() -> b);
        try (NamedRepository repository = options.open(place(directory), directory.map(Place.Directory::fetched))) {
            DiffSide old = side(a, first, repository, false);
            DiffSide now = side(b, second, repository, true);
            return compare(old, now);
        }
    }

    /** Where releases are: as told, or where the version in the directory came from. */
    private Place.Repository place(Optional<Place.Directory> directory) throws IOException, UsageException {
        if (!options.from().isEmpty()) {
            return Place.ofUrls(options.from());
        }
        if (directory.isPresent()) {
            Version version = Version.of(directory.get(), ReleaseName.CURRENT);
            var origin = version.directory().origin(version.id());
            if (origin.isPresent()) {
                return Place.ofUrls(origin.get().mirrors());
            }
        }
        throw new UsageException("where are the releases? Name mirrors or a bucket with --from URL");
    }

    private DiffSide side(
            Optional<Place.Directory> directory, String text, NamedRepository repository, boolean withPlaces)
            throws IOException, TrustException, UsageException {
        return directory.isPresent()
                ? DiffSide.of(directory.get())
                : DiffSide.of(repository, release(text), withPlaces);
    }

    private ReleaseName release(String text) throws UsageException {
        ReleaseName named;
        try {
            named = ReleaseName.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(text + " is no fetched directory (it has no .freshet), and " + e.getMessage());
        }
        return named.channel().isPresent() || channel == null
                ? named
                : new ReleaseName(channel.channel(), named.sequence());
    }

    private int compare(DiffSide old, DiffSide now) throws IOException {
        if (now.index().isEmpty()) {
            return compare(old, now, ChunkUse.IGNORED, Optional::empty);
        }
        try (UpdateCost cost = new UpdateCost(options.temporary())) {
            return compare(old, now, cost, () -> Optional.of(cost.finish()));
        }
    }

    /** The cost, when all has been compared. */
    private interface Cost {
        Optional<UpdateCost.Ways> get() throws IOException;
    }

    private int compare(DiffSide old, DiffSide now, ChunkUse use, Cost cost) throws IOException {
        DiffReport report = new DiffReport(old, now, byEachWay);
        PrintWriter out = console.out();
        Totals totals;
        if (console.json()) {
            JsonRows rows = new JsonRows(out, "changes");
            totals = Comparison.run(old.tree(), now.tree(), use, listed(change -> rows.row(DiffReport.json(change))));
            rows.end(report.json(totals, cost.get()));
        } else {
            totals =
                    Comparison.run(old.tree(), now.tree(), use, listed(change -> out.println(DiffReport.line(change))));
            report.lines(totals, cost.get()).forEach(out::println);
            out.flush();
        }
        return (totals.equal() ? ExitCode.OK : ExitCode.DIFFERENT).code();
    }

    private Comparison.Taker listed(Comparison.Taker taker) {
        return summary ? change -> {} : taker;
    }
}
