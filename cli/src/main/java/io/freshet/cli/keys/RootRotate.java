package io.freshet.cli.keys;

import io.freshet.cli.Console;
import io.freshet.cli.UsageException;
import io.freshet.core.trust.RootDraft.Signers;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Replaces the online key. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet root rotate KEY... [--out=FILE] [--current=FILE]... [--to=URL]",
        description = "Replace the online keys by others, in a draft of the next root.",
        footer = {
            "",
            "The channels go with them when the draft is published, which a key of the role targets has to sign; those"
                    + " with keys",
            "of their own stay with these. Any one of the new keys signs alone; freshet root threshold asks for more.",
            "",
            "Example:",
            "  freshet root rotate online-2.pub --to s3://acme/base --current keys/root.json"
        })
final class RootRotate implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "KEY", description = "Files of the new public keys.")
    private List<Path> keys = new ArrayList<>();

    @Mixin
    private DraftOptions draft = new DraftOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        Signers online = RootFile.signers(keys, 1);
        draft.change(console, before -> before.replaceKeys(DraftRole.ONLINE.roles(), online));
        return 0;
    }
}
