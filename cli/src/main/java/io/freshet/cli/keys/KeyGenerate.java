package io.freshet.cli.keys;

import io.freshet.cli.Console;
import io.freshet.core.trust.FileKey;
import io.freshet.core.trust.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a key. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet key generate FILE [--type=TYPE] [--passphrase-file=FILE]",
        description = "Make a private key in a new file of mode 0600.",
        footer = {
            "",
            "The file is PKCS#8 in PEM, which openssl reads, too. There is no copy but the one that you make.",
            "",
            "Example:",
            "  freshet key generate keys/online-2.key"
        })
final class KeyGenerate implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "File to make; a file that is there is never overwritten.")
    private Path file = Path.of("");

    @Option(names = "--type", paramLabel = "TYPE", description = "ed25519 (the default), ecdsa (P-256), or rsa (3072).")
    private KeyKind kind = KeyKind.ED25519;

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException {
        SecureRandom random = new SecureRandom();
        FileKey key = kind.generate(random);
        KeyFile.create(file, key, passphrase.passphrase(), random);
        new KeyFacts(file, key.publicKey()).print(console);
        return 0;
    }
}
