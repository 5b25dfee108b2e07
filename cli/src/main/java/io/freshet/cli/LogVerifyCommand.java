package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.core.log.TreeHead;
import io.freshet.core.trust.TrustException;
import io.freshet.reader.log.LogAudit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
            "The checkpoint's signature, every tile against it, every entry against the tiles, the sequence of entries"
                    + " against",
            "both; then each channel's pointer and history against the entries, and the proofs stored with them. Where"
                    + " several",
            "--from are given, each is verified by itself, as it is. Exit code 0 if all is as it was signed, 1 if"
                    + " something differs.",
            "",
            "Examples:",
            "  freshet log verify https://a.example/base --root root.json",
            "  freshet log verify s3://acme/base --root root.json --json"
        })
final class LogVerifyCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "URL", description = "URL of a repository, or of its descriptor.")
    private @Nullable String where;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        List<String> lines = new ArrayList<>();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode all = json.putArray("repositories");
        boolean differs = false;
        for (String url : options.repository(where).urls()) {
            try (NamedRepository repository = options.open(Place.ofUrls(List.of(url)))) {
                LogAudit.Result result = new LogAudit(repository.repository(), repository.log()).run();
                differs |= !result.differences().isEmpty();
                write(result, all.addObject().put("url", url));
                lines.add("repository   " + url);
                lines.addAll(lines(result));
            }
        }
        console.result(json, lines);
        return (differs ? ExitCode.DIFFERENT : ExitCode.OK).code();
    }

    private static void write(LogAudit.Result result, ObjectNode json) {
        json.put("origin", result.origin());
        ArrayNode keys = json.putArray("keys");
        result.keys().forEach(keys::add);
        TreeHead head = result.head();
        json.put("size", head.size()).put("root", head.root().toString());
        json.put("released", result.released());
        ObjectNode channels = json.putObject("channels");
        result.channels().forEach(channels::put);
        ArrayNode differences = json.putArray("differences");
        result.differences().forEach(differences::add);
    }

    private static List<String> lines(LogAudit.Result result) {
        List<String> lines = new ArrayList<>();
        lines.add("log          " + result.origin());
        result.keys().forEach(key -> lines.add("key          " + key));
        lines.add("size         " + result.head().size() + ", root "
                + result.head().root());
        result.channels()
                .forEach((channel, releases) ->
                        lines.add("channel      " + channel + ", " + Figures.count(releases, "release")));
        result.differences().forEach(difference -> lines.add("differs      " + difference));
        lines.add(
                result.differences().isEmpty()
                        ? "verified     every entry, and an entry for every release"
                        : "not verified: " + Figures.count(result.differences().size(), "difference"));
        return lines;
    }
}
