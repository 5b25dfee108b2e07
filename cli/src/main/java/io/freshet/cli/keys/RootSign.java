package io.freshet.cli.keys;

import io.freshet.cli.Console;
import io.freshet.cli.UsageException;
import io.freshet.core.trust.Metadata;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootDraft;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SignerFile;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.tree.Durable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a draft. */
@Command(
        name = "sign",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet root sign DRAFT --key=FILE [--current=FILE]... [--passphrase-file=FILE]",
        description = "Sign a draft of a root, and say what was signed and whose signatures are missing.",
        footer = {
            "",
            "Look first, with freshet root status DRAFT: a signature can't be taken back. What the draft changes is"
                    + " said",
            "against the root before it: --current, a copy that you have kept, followed by N.root.json beside the"
                    + " draft.",
            "Without --current the one beside the draft is taken at its word: compare its SHA-256 with what you know."
                    + " No",
            "network is needed.",
            "",
            "Example:",
            "  freshet root sign root.json.draft --key /media/usb/root-1.key --current root.json"
        })
final class RootSign implements Callable<Integer> {

    @Parameters(paramLabel = "DRAFT", description = "File of the draft; the signature is added to it.")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "Private key to sign with: a key file, or NAME.key.json that says where it lies.")
    private Path key = Path.of("");

    @Mixin
    private CurrentRoot current = new CurrentRoot();

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        RootDraft draft = RootDraft.read(file.toString(), RootFile.bytes(file));
        Optional<Metadata<RootMetadata>> before = RootFile.before(file, draft, current);
        Signer signer = SignerFile.read(key, passphrase.passphrase());
        boolean counts = signs(draft.root(), signer)
                || before.map(old -> signs(old.signed(), signer)).orElse(false);
        if (!counts) {
            throw new UsageException("the key " + signer.id()
                    + " signs for neither the root before nor this one: its signature would not count");
        }
        RootDraft signed;
        try {
            signed = draft.sign(signer);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Durable.write(file, signed.bytes());
        DraftReport report =
                new DraftReport(file, before, signed, Clock.systemUTC().instant());
        console.result(report.json(), report.lines());
        report.objections().forEach(why -> console.say("freshet: " + file + " is signed, and of no use: " + why));
        return 0;
    }

    private static boolean signs(RootMetadata root, Signer key) {
        return root.role(RoleName.ROOT).keyIds().contains(key.id());
    }
}
