package io.freshet.cli.keys;

import io.freshet.cli.Console;
import io.freshet.cli.UsageException;
import io.freshet.core.trust.KeyFileException;
import io.freshet.core.trust.SignerContext;
import io.freshet.core.trust.SignerProviders;
import io.freshet.core.trust.SignerReference;
import io.freshet.fetcher.tree.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes up a key that lies in a token or with a service. */
@Command(
        name = "reference",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet key reference URI --out=NAME.key.json [--passphrase-file=FILE]",
        description = "Take up a private key that stays where it is: in a token (PKCS#11), or with AWS KMS.",
        footer = {
            "",
            "The key is asked for its public half and for a signature; then the file says where it lies. It stands",
            "for a key file wherever one is named, and in --keys. There is nothing secret in it. Keys are of Ed25519,",
            "ECDSA on P-256, or RSA from 2048 bits on, and are made by the programs of the token or service.",
            "",
            "pkcs11:token=NAME;object=NAME?module-path=FILE&pin-source=file:FILE (RFC 7512)",
            "    The module is the token's library; PKCS11_MODULE_PATH names it, too. The PIN is the first line of a",
            "    file of mode 0600: of --passphrase-file, where the URI names none.",
            "awskms:///KEY, KEY being the id of a key, its ARN, alias/NAME, or the ARN of an alias",
            "    Credentials and region are those of the AWS environment, or ?profile=NAME&region=NAME. An alias may"
                    + " be",
            "    made to mean another key; what that one signs is refused.",
            "",
            "Examples:",
            "  freshet key reference 'pkcs11:token=freshet;object=online?module-path=/usr/lib/softhsm/libsofthsm2.so'"
                    + " \\",
            "      --passphrase-file pin --out keys/online.key.json",
            "  freshet key reference awskms:///alias/freshet-online --out keys/online.key.json"
        })
final class KeyReference implements Callable<Integer> {

    @Parameters(paramLabel = "URI", description = "Where the key lies. Put it into quotes.")
    private String uri = "";

    @Option(names = "--out", required = true, paramLabel = "NAME.key.json", description = "File to make.")
    private Path out = Path.of("");

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, UsageException {
        if (!out.toString().endsWith(".key.json")) {
            throw new UsageException("--out is NAME.key.json: commands know by its name that the key lies elsewhere");
        }
        if (Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
            throw new KeyFileException.Exists(out);
        }
        SignerReference found = SignerProviders.load(SignerContext.ofProcess(passphrase.passphrase()))
                .find(uri);
        Durable.write(out, found.bytes());
        new KeyFacts(out, found.publicKey()).print(console);
        return 0;
    }
}
