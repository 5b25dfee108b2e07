package io.freshet.cli.keys;

import io.freshet.cli.Console;
import io.freshet.cli.UsageException;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.Metadata;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootChain;
import io.freshet.core.trust.RootDraft;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.tree.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A draft that is made, or changed where it is there. */
final class DraftOptions {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Draft to make, or to change where it is there; root.json.draft by default.")
    private Path out = Path.of("root.json.draft");

    @Mixin
    private CurrentRoot current = new CurrentRoot();

    /** Makes a change, writes the draft and the roots that lead to it, and says what it changes. */
    void change(Console console, UnaryOperator<RootDraft> change) throws IOException, TrustException, UsageException {
        Instant now = Clock.systemUTC().instant();
        Optional<RootDraft> there =
                Files.exists(out) ? Optional.of(RootDraft.read(out.toString(), RootFile.bytes(out))) : Optional.empty();
        if (there.isPresent() && there.get().root().version() == 1) {
            save(console, change, there.get(), Optional.empty(), now);
            return;
        }
        RootChain chain = chain(there);
        Metadata<RootMetadata> before = chain.newest().root();
        RootDraft draft = there.orElseGet(() -> RootDraft.after(before, Lifetimes.DEFAULT.expiry(RoleName.ROOT, now)));
        if (draft.root().version() != before.signed().version() + 1) {
            throw new UsageException(out + " is a draft of version "
                    + draft.root().version()
                    + ", and the root in force is of version " + before.signed().version()
                    + ". Remove it, or name another --out");
        }
        for (Metadata<RootMetadata> root : chain.roots()) {
            Files.write(RootFile.beside(out, root.signed().version()), root.bytes());
        }
        save(console, change, draft, Optional.of(before), now);
    }

    private RootChain chain(Optional<RootDraft> there) throws IOException, TrustException, UsageException {
        return current.chain(there.map(draft -> RootFile.beside(out, draft)).orElse(List.of()));
    }

    private void save(
            Console console,
            UnaryOperator<RootDraft> change,
            RootDraft draft,
            Optional<Metadata<RootMetadata>> before,
            Instant now)
            throws IOException, UsageException {
        RootDraft changed;
        try {
            changed = change.apply(draft);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        List<String> objections = changed.root().objections(before.map(Metadata::signed));
        if (!objections.isEmpty()) {
            throw new UsageException(out + ": " + String.join("; ", objections) + ". Remove it, and make it anew");
        }
        Durable.write(out, changed.bytes());
        if (draft.hasSignatures()) {
            console.say("freshet: the signatures that " + out + " had were over what it said before, and are gone");
        }
        DraftReport report = new DraftReport(out, before, changed, now);
        console.result(report.json(), report.lines());
    }
}
