package io.freshet.cli;

import io.freshet.core.trust.ChannelName;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a channel back. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet channel rollback NAME --release=N --reason=TEXT --to=URL... --keys=DIR [OPTIONS]",
        description = "Take a channel back to a release that it had, as a new release; ends a halt.",
        footer = {
            "",
            "This alone may lower a channel's height: nodes refuse it otherwise. What was approved once needs no new",
            "approval; where the channel has rules that list keys on call, one of these has to be among the keys.",
            "",
            "Example:",
            "  freshet channel rollback mainnet/archive --release 41 --reason 'release 42 is corrupt' \\",
            "      --to s3://acme/base --keys ./keys"
        })
final class ChannelRollbackCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The channel.")
    private @Nullable ChannelName name;

    @Option(names = "--release", required = true, paramLabel = "N", description = "Number of the release to return to.")
    private long release;

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Mixin
    private ReleaseOptions options = new ReleaseOptions();

    @Override
    public Integer call() throws IOException, InterruptedException, UsageException {
        ChannelName channel = Objects.requireNonNull(name);
        return options.release(
                "taken back   ", (acts, signers, run) -> acts.takeBack(channel, release, reason.text(), signers, run));
    }
}
