package io.freshet.cli.keys;

import io.freshet.cli.Console;
import io.freshet.cli.UsageException;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a role from a key. */
@Command(
        name = "remove-key",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet root remove-key ID|KEY --role=ROLE [--out=FILE] [--current=FILE]... [--to=URL]",
        description = "Take a role from a key, in a draft of the next root.",
        footer = {
            "",
            "Example:",
            "  freshet root remove-key 3f2a91 --role offline --to s3://acme/base --current keys/root.json"
        })
final class RootRemoveKey implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID|KEY",
            description = "First digits of the key's id, as root status shows it, or the file of its public half.")
    private String id = "";

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = DraftRole.NAMES)
    private DraftRole role = DraftRole.OFFLINE;

    @Mixin
    private DraftOptions draft = new DraftOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        Path file = Path.of(id);
        String gone = Files.isRegularFile(file) ? PublicKeyFile.read(file).id() : id;
        draft.change(console, before -> before.removeKey(role.roles(), gone));
        return 0;
    }
}
