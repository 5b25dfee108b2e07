package io.freshet.cli.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Console;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.SignerFile;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the public half of a key. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet key export FILE [--json] [--passphrase-file=FILE]",
        description = "Print the public half of a private key: PEM, or the object that TUF lists with --json.",
        footer = {
            "",
            "Whoever makes the root is given this, by a way on which nobody can change it: freshet root add-key.",
            "",
            "Example:",
            "  freshet key export online-2.key >online-2.pub"
        })
final class KeyExport implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "File of a private key, or NAME.key.json that says where it lies.")
    private Path file = Path.of("");

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException {
        VerifyingKey key = SignerFile.publicKey(file, passphrase.passphrase());
        ObjectNode json = key.toJson();
        console.result(json, PublicKeyFile.pem(key).lines().toList());
        return 0;
    }
}
