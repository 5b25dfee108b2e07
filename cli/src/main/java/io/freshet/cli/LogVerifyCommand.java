package io.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.core.FormatException;
import io.freshet.core.log.LogException;
import io.freshet.core.log.TreeHead;
import io.freshet.core.trust.TrustException;
import io.freshet.reader.log.LogAudit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Audits the whole log. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet log verify URL (--root=FILE | --root-sha256=HEX) [OPTIONS]",
        description = "Verify a repository's whole log, and that every release of every channel is in it.",
        footer = {
            "",
            "The checkpoint's signature, every tile against it, every entry against the tiles, the sequence of entries",
            "against both; then each channel's pointer and history against the entries, and the proofs stored with"
                    + " them.",
            "An entry that no release belongs to is named; by itself it is no difference. Where several --from are",
            "given, each is verified by itself, and held against the largest of them. Exit code 0 if all is as it was",
            "signed, 1 if something differs, 3 if there are two histories: both checkpoints are printed.",
            "",
            "Examples:",
            "  freshet log verify https://a.example/base --root root.json",
            "  freshet log verify s3://acme/base --root root.json --json",
            "  freshet log verify --from https://a.example/base --from https://b.example/base --root root.json"
        })
final class LogVerifyCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "URL", description = "URL of a repository, or of its descriptor.")
    private @Nullable String where;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Mixin
    private Console console = new Console();

    /** One mirror's log. */
    private record Audited(String url, LogAudit.Result result, ObjectNode json) {}

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        List<String> lines = new ArrayList<>();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode all = json.putArray("repositories");
        List<NamedRepository> open = new ArrayList<>();
        List<Audited> audited = new ArrayList<>();
        try {
            for (String url : options.repository(where).urls()) {
                NamedRepository repository = options.open(Place.ofUrls(List.of(url)));
                open.add(repository);
                LogAudit.Result result = new LogAudit(repository.repository(), repository.log()).run();
                Audited one = new Audited(url, result, all.addObject().put("url", url));
                audited.add(one);
                write(result, one.json);
                lines.add("repository   " + url);
                lines.addAll(lines(result));
            }
            boolean differs =
                    audited.stream().anyMatch(each -> !each.result.differences().isEmpty());
            ExitCode exit = compare(audited, lines, differs ? ExitCode.DIFFERENT : ExitCode.OK);
            console.result(json, lines);
            return exit.code();
        } finally {
            for (NamedRepository each : open) {
                each.close();
            }
        }
    }

    /** Holds each against the largest: what are beginnings of one tree have one history. */
    private static ExitCode compare(List<Audited> audited, List<String> lines, ExitCode before) throws IOException {
        List<Audited> trees =
                audited.stream().filter(each -> each.result.tree().isPresent()).toList();
        if (trees.size() < 2) {
            return before;
        }
        Audited largest = Collections.max(
                trees, Comparator.comparingLong(each -> each.result.head().size()));
        ExitCode exit = before;
        for (Audited each : trees) {
            if (!each.equals(largest)) {
                ExitCode found = compare(each, largest, lines);
                exit = found.code() > exit.code() ? found : exit;
            }
        }
        return exit;
    }

    private static ExitCode compare(Audited one, Audited largest, List<String> lines) throws IOException {
        try {
            largest.result
                    .tree()
                    .orElseThrow()
                    .requireBeginning(one.result.tree().orElseThrow());
        } catch (LogException.Conflict e) {
            ObjectNode json = one.json.putObject("conflict").put("with", largest.url);
            json.put("message", e.getMessage());
            json.put("seen", new String(e.seen(), UTF_8)).put("offered", new String(e.offered(), UTF_8));
            lines.add("TWO LOGS     " + one.url + " and " + largest.url + ": " + e.getMessage());
            lines.add("Both checkpoints are signed by the log's key: keep them, show them to the publisher and to"
                    + " others");
            for (byte[] note : List.of(e.seen(), e.offered())) {
                new String(note, UTF_8).lines().forEach(line -> lines.add("  " + line));
            }
            return ExitCode.UNTRUSTED;
        } catch (LogException | FormatException e) {
            lines.add("not compared " + one.url + " with " + largest.url + ": " + e.getMessage());
            one.json.put("notCompared", e.getMessage());
            return ExitCode.DIFFERENT;
        }
        TreeHead head = one.result.head();
        boolean same = head.equals(largest.result.head());
        lines.add((same ? "same         " : "prefix       ") + one.url + ", size " + head.size() + ", is "
                + (same ? "the log of " : "the beginning of ") + largest.url
                + (same ? "" : ", size " + largest.result.head().size()));
        one.json.put(same ? "sameAs" : "prefixOf", largest.url);
        return ExitCode.OK;
    }

    private static void write(LogAudit.Result result, ObjectNode json) {
        json.put("origin", result.origin());
        ArrayNode keys = json.putArray("keys");
        result.keys().forEach(keys::add);
        TreeHead head = result.head();
        json.put("size", head.size()).put("root", head.root().toString());
        json.put("released", result.released());
        ObjectNode channels = json.putObject("channels");
        new TreeMap<>(result.channels()).forEach(channels::put);
        ArrayNode differences = json.putArray("differences");
        result.differences().forEach(differences::add);
        ArrayNode without = json.putArray("withoutRelease");
        result.withoutRelease().forEach(row -> without.add(new EntryRow(row).json()));
    }

    private static List<String> lines(LogAudit.Result result) {
        List<String> lines = new ArrayList<>();
        lines.add("log          " + result.origin());
        result.keys().forEach(key -> lines.add("key          " + key));
        lines.add("size         " + result.head().size() + ", root "
                + result.head().root());
        new TreeMap<>(result.channels())
                .forEach((channel, releases) ->
                        lines.add("channel      " + channel + ", " + Figures.count(releases, "release")));
        result.withoutRelease()
                .forEach(row ->
                        lines.add("no release   " + new EntryRow(row).line().strip()));
        result.differences().forEach(difference -> lines.add("differs      " + difference));
        lines.add(
                result.differences().isEmpty()
                        ? "verified     every entry, and an entry for every release"
                        : "not verified: " + Figures.count(result.differences().size(), "difference"));
        return lines;
    }
}
