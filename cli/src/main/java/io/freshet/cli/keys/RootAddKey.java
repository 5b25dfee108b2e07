package io.freshet.cli.keys;

import io.freshet.cli.Console;
import io.freshet.cli.UsageException;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a role to a key. */
@Command(
        name = "add-key",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet root add-key KEY --role=ROLE [--out=FILE] [--current=FILE]... [--to=URL]",
        description = "Give a role to a key, in a draft of the next root.",
        footer = {
            "",
            "Example:",
            "  freshet root add-key carol.pub --role offline --to s3://acme/base --current keys/root.json"
        })
final class RootAddKey implements Callable<Integer> {

    @Parameters(paramLabel = "KEY", description = "File of the public key: what freshet key export prints.")
    private Path key = Path.of("");

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = DraftRole.NAMES)
    private DraftRole role = DraftRole.OFFLINE;

    @Mixin
    private DraftOptions draft = new DraftOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        VerifyingKey added = PublicKeyFile.read(key);
        draft.change(console, before -> before.addKey(role.roles(), added));
        return 0;
    }
}
