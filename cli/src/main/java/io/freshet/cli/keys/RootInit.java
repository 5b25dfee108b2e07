package io.freshet.cli.keys;

import io.freshet.cli.Console;
import io.freshet.cli.UsageException;
import io.freshet.core.trust.Contact;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootDraft;
import io.freshet.fetcher.tree.Durable;
import java.io.IOException;
import java.nio.file.Files;
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
import picocli.CommandLine.Option;

/** Makes the root of a new repository of given keys. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet root init --root=KEY... --online=KEY... [OPTIONS]",
        description = "Make a draft of the first root of a repository whose keys are held by several people.",
        footer = {
            "",
            "Who is content with two root keys, either of which suffices, and an online key has no need of it: freshet",
            "init makes them. Here, each signs the draft with root sign; what comes of it is given to freshet init",
            "--root.",
            "",
            "Example:",
            "  freshet root init --root alice.pub --root bob.pub --root carol.pub --threshold 2 --online online.pub \\",
            "      --targets alice.pub --targets bob.pub"
        })
final class RootInit implements Callable<Integer> {

    @Option(names = "--root", required = true, paramLabel = "KEY", description = "Public key that signs roots; repeat.")
    private List<Path> roots = new ArrayList<>();

    @Option(names = "--threshold", paramLabel = "N", description = "How many of them must; 1 by default.")
    private int threshold = 1;

    @Option(
            names = "--targets",
            paramLabel = "KEY",
            description = "Public key that signs which channels there are, alone; repeat. Any of --root by default.")
    private List<Path> targets = new ArrayList<>();

    @Option(
            names = "--online",
            required = true,
            paramLabel = "KEY",
            description = "Public key that signs what is published, alone; repeat.")
    private List<Path> online = new ArrayList<>();

    @Option(
            names = "--contact",
            paramLabel = "TEXT",
            description = "Whom operators of nodes ask: a mail address, or the URL of a page.")
    private @Nullable Contact contact;

    @Option(names = "--out", paramLabel = "FILE", description = "Draft to make; root.json.draft by default.")
    private Path out = Path.of("root.json.draft");

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, UsageException {
        if (Files.exists(out)) {
            throw new UsageException(out + " is there already. Remove it, or name another --out");
        }
        Instant now = Clock.systemUTC().instant();
        RootDraft draft;
        try {
            draft = RootDraft.first(
                            RootFile.signers(roots, threshold),
                            RootFile.signers(targets.isEmpty() ? roots : targets, 1),
                            RootFile.signers(online, 1),
                            Lifetimes.DEFAULT.expiry(RoleName.ROOT, now))
                    .contact(Optional.ofNullable(contact));
            draft.root().requireSignable();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Durable.write(out, draft.bytes());
        DraftReport report = new DraftReport(out, Optional.empty(), draft, now);
        console.result(report.json(), report.lines());
        return 0;
    }
}
