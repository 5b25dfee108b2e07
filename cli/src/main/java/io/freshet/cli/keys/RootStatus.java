package io.freshet.cli.keys;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Console;
import io.freshet.cli.Texts;
import io.freshet.cli.UsageException;
import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.trust.Metadata;
import io.freshet.core.trust.RootDraft;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.TrustException;
import io.freshet.publisher.commit.CommitException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what a root is, or what a draft of one changes. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet root status [DRAFT] [--current=FILE]... [--to=URL]",
        description = "Show the root in force, or what a draft changes and who has signed it.",
        footer = {
            "",
            "With --to also which channels have keys of their own, and whether one of those is a key that the root has"
                    + " removed.",
            "",
            "Examples:",
            "  freshet root status --to s3://acme/base --current keys/root.json",
            "  freshet root status root.json.draft"
        })
final class RootStatus implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "DRAFT", description = "File of a draft.")
    private @Nullable Path file;

    @Mixin
    private CurrentRoot current = new CurrentRoot();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        Instant now = Clock.systemUTC().instant();
        Path given = file;
        if (given == null) {
            show(current.chain(List.of()).newest().root(), channels(List.of(), Optional.empty()), now);
        } else {
            RootDraft draft = RootDraft.read(given.toString(), RootFile.bytes(given));
            DraftReport report = new DraftReport(given, RootFile.before(given, draft, current), draft, now);
            result(report.json(), report.lines(), channels(RootFile.beside(given, draft), Optional.of(draft.root())));
        }
        return 0;
    }

    /** Where somebody has damaged what is there, the root is looked at all the same. */
    private Optional<ChannelLines> channels(List<Path> otherwise, Optional<RootMetadata> draft)
            throws IOException, TrustException, UsageException {
        try {
            return current.channels(otherwise, draft);
        } catch (CommitException | FormatException e) {
            console.say("freshet: which channels have keys of their own is not known: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void result(ObjectNode json, List<String> lines, Optional<ChannelLines> channels) {
        channels.ifPresent(each -> {
            each.writeTo(json);
            lines.addAll(each.lines());
        });
        console.result(json, lines);
        channels.ifPresent(each -> each.warnings().forEach(console::say));
    }

    private void show(Metadata<RootMetadata> metadata, Optional<ChannelLines> channels, Instant now) {
        RootMetadata root = metadata.signed();
        RoleLines roles = new RoleLines(Optional.empty(), root);
        Digest digest = Digest.of(metadata.bytes());
        List<String> lines = new ArrayList<>();
        lines.add("root         version " + root.version() + ", SHA-256 " + digest);
        lines.add("expires      " + Texts.expiry(root.expires(), now));
        lines.addAll(roles.lines());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", root.version()).put("expires", root.expires().toString());
        json.put("sha256", digest.toString());
        roles.writeTo(json);
        result(json, lines, channels);
    }
}
