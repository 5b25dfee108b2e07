package io.freshet.cli.keys;

import io.freshet.cli.Console;
import io.freshet.cli.UsageException;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets a root live on. */
@Command(
        name = "renew",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet root renew [--out=FILE] [--current=FILE]... [--to=URL]",
        description = "Make a draft of the next root that changes version and expiry alone.",
        footer = {
            "",
            "For roots that several people sign. Where one key suffices, freshet renew and freshet publish do it by",
            "themselves, if that key is in --keys. A draft that is there already gets a new expiry, and has to be"
                    + " signed",
            "again.",
            "",
            "Example:",
            "  freshet root renew --to s3://acme/base --current keys/root.json"
        })
final class RootRenew implements Callable<Integer> {

    @Mixin
    private DraftOptions draft = new DraftOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        Instant expires =
                Lifetimes.DEFAULT.expiry(RoleName.ROOT, Clock.systemUTC().instant());
        draft.change(console, before -> before.expiring(expires));
        return 0;
    }
}
