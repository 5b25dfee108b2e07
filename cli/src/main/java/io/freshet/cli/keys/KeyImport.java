package io.freshet.cli.keys;

import io.freshet.cli.Console;
import io.freshet.core.trust.FileKey;
import io.freshet.core.trust.KeyFile;
import io.freshet.core.trust.Passphrase;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes over a key that another program made. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet key import PEM --out=FILE [--from-passphrase-file=FILE] [--passphrase-file=FILE]",
        description = "Copy a private key that another program made into a key file.",
        footer = {
            "",
            "PEM is PKCS#8 (BEGIN PRIVATE KEY, or BEGIN ENCRYPTED PRIVATE KEY by PBES2 with AES) of Ed25519, of ECDSA"
                    + " on",
            "P-256, or of RSA from 2048 bits on, and is left as it is. Older forms: openssl pkcs8 -topk8. Also a way"
                    + " to",
            "another passphrase.",
            "",
            "Example:",
            "  freshet key import token.pem --from-passphrase-file token.pass --out keys/online-2.key"
        })
final class KeyImport implements Callable<Integer> {

    @Parameters(paramLabel = "PEM", description = "File of the private key, of mode 0600.")
    private Path pem = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Key file to make.")
    private Path out = Path.of("");

    @Option(
            names = "--from-passphrase-file",
            paramLabel = "FILE",
            description = "File of mode 0600 whose first line opens PEM.")
    private @Nullable Path from;

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException {
        Optional<Passphrase> theirs = from == null ? Optional.empty() : Optional.of(Passphrase.read(from));
        FileKey key = KeyFile.read(pem, theirs);
        KeyFile.create(out, key, passphrase.passphrase(), new SecureRandom());
        new KeyFacts(out, key.publicKey()).print(console);
        return 0;
    }
}
