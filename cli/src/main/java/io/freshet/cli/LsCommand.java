package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.index.ModifiedAt;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.index.MirrorBlobs;
import io.freshet.reader.list.Listing;
import io.freshet.reader.tree.PackedNodes;
import io.freshet.reader.tree.SnapshotTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what is in a snapshot. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "freshet ls DIR[@N] [PATH] [OPTIONS]",
            "       freshet ls URL [PATH] (--root=FILE | --root-sha256=HEX) [--channel=NAME[@N]] [OPTIONS]"
        },
        description = "List the paths of a snapshot, or of a fetched version.",
        footer = {
            "",
            "WHERE is a fetched directory (DIR, or DIR@41 for an older version), the URL of a repository or the URL or",
            "file of its descriptor; leave it out where --from names mirrors. PATH limits the list to one directory or",
            "file: only the index nodes that lead there are read. Of a fetched directory this lists what was fetched;",
            "freshet verify says what has changed since.",
            "",
            "Examples:",
            "  freshet ls /data/reth",
            "  freshet ls s3://acme/base db/ -l --root root.json --channel mainnet/archive@41",
            "  freshet ls -l --from https://a.example/base --root-sha256 9f3c... --channel mainnet/archive"
        })
final class LsCommand implements Callable<Integer> {

    @Parameters(arity = "0..2", paramLabel = "[WHERE] [PATH]", description = "What to list, and which part of it.")
    private List<String> words = new ArrayList<>();

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(names = "--channel", paramLabel = "NAME[@N]", description = "Channel, and number of the release in it.")
    private ReleaseName release = ReleaseName.CURRENT;

    @Option(
            names = {"-l", "--long"},
            description = "Mode, size and, from a repository, modification time (UTC), too.")
    private boolean wide;

    @Option(names = "--digests", description = "SHA-256 of files, too, where the index knows it: those of one chunk.")
    private boolean digests;

    @Mixin
    private Console console = new Console();

    private long paths;
    private long bytes;

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        boolean named = options.from().isEmpty();
        int most = named ? 2 : 1;
        if (words.size() > most) {
            throw new UsageException((named ? "ls takes WHERE and one PATH" : "with --from, ls takes one PATH")
                    + "; there is one too many of " + String.join(", ", words));
        }
        EntryPath under = path(words.size() == most ? words.getLast() : "");
        @Nullable String where = named && !words.isEmpty() ? words.getFirst() : null;
        switch (options.place(where)) {
            case Place.Directory directory -> {
                Version version = Version.of(directory, release);
                list(version.tree(), under, version.json());
            }
            case Place.Repository place -> {
                try (NamedRepository repository = options.open(place)) {
                    NamedRepository.Found found = repository.find(release);
                    SnapshotTree tree = SnapshotTree.of(
                            repository.repository().snapshot(found.release()),
                            new MirrorBlobs(repository.repository().ranges()),
                            wide || console.json() ? PackedNodes.Places.OF_PATHS : PackedNodes.Places.NONE);
                    list(tree, under, found.json());
                }
            }
        }
        return ExitCode.OK.code();
    }

    private void list(SnapshotTree tree, EntryPath under, ObjectNode what) throws IOException, UsageException {
        PrintWriter out = console.out();
        if (console.json()) {
            JsonRows rows = new JsonRows(out, "paths");
            Listing.run(tree, under, digests, entry -> rows.row(count(json(entry), entry)));
            rows.end(what.put("count", paths).put("bytes", bytes));
        } else {
            Listing.run(tree, under, digests, entry -> {
                count(what, entry);
                out.println(line(entry));
            });
        }
        out.flush();
        if (paths == 0) {
            throw new UsageException("the snapshot has no \"" + under + "\"");
        }
    }

    private ObjectNode count(ObjectNode json, Listing.Entry entry) {
        paths++;
        bytes += entry.item() instanceof Item.File file ? file.size() : 0;
        return json;
    }

    private String line(Listing.Entry entry) {
        StringBuilder line = new StringBuilder();
        if (wide) {
            String size = entry.item() instanceof Item.File file ? String.format(Locale.ROOT, "%,d", file.size()) : "-";
            line.append(Texts.mode(entry.item())).append(String.format(Locale.ROOT, " %18s  ", size));
            line.append(entry.time().map(Texts::time).orElse("-                  "))
                    .append("  ");
        }
        if (digests) {
            line.append(entry.digest().map(Digest::toString).orElse("-" + " ".repeat(63)))
                    .append("  ");
        }
        line.append(Texts.path(entry.path()));
        return switch (entry.item()) {
            case Item.Directory directory -> line.append('/').toString();
            case Item.File file -> line.toString();
            case Item.Link link ->
                wide
                        ? line.append(" -> ")
                                .append(EntryPath.printable(link.target()))
                                .toString()
                        : line.toString();
        };
    }

    private ObjectNode json(Listing.Entry entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("path", entry.path().value()).put("type", Texts.type(entry.item()));
        switch (entry.item()) {
            case Item.Directory directory -> json.put("mode", Texts.octal(directory.mode()));
            case Item.File file -> json.put("mode", Texts.octal(file.mode())).put("size", file.size());
            case Item.Link link -> json.put("target", link.target());
        }
        entry.time().map(LsCommand::instant).ifPresent(time -> json.put("time", time.toString()));
        entry.digest().ifPresent(digest -> json.put("sha256", digest.toString()));
        return json;
    }

    private static Instant instant(ModifiedAt time) {
        return Instant.ofEpochSecond(time.seconds(), time.nanos());
    }

    private static EntryPath path(String text) throws UsageException {
        try {
            return new EntryPath(text.replaceAll("^(\\./)+|^\\.$|/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + ". Paths are relative to the snapshot's root, like db/mdbx.dat");
        }
    }
}
