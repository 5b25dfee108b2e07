package io.freshet.cli.keys;

import io.freshet.cli.Console;
import io.freshet.cli.UsageException;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how many keys of a role must sign. */
@Command(
        name = "threshold",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet root threshold N --role=ROLE [--out=FILE] [--current=FILE]... [--to=URL]",
        description = "Say how many keys of a role must sign, in a draft of the next root.",
        footer = {"", "Example:", "  freshet root threshold 2 --role root --to s3://acme/base --current keys/root.json"
        })
final class RootThreshold implements Callable<Integer> {

    @Parameters(paramLabel = "N", description = "Different keys that must sign.")
    private int threshold;

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = DraftRole.NAMES)
    private DraftRole role = DraftRole.ROOT;

    @Mixin
    private DraftOptions draft = new DraftOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        draft.change(console, before -> before.threshold(role.roles(), threshold));
        return 0;
    }
}
