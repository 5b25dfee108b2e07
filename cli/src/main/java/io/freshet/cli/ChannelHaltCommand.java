package io.freshet.cli;

import io.freshet.core.trust.ChannelName;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops a channel. */
@Command(
        name = "halt",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet channel halt NAME --reason=TEXT --to=URL... --keys=DIR [OPTIONS]",
        description = "Have nobody fetch from a channel until it is resumed or taken back. Nodes keep what they have.",
        footer = {
            "",
            "Fetches say the reason and end with code 9; publications to the channel refuse to begin. Where the"
                    + " channel",
            "has rules that list keys on call, one of these has to be among the keys; no approvals are needed.",
            "",
            "Example:",
            "  freshet channel halt mainnet/archive --reason 'state root differs at 21000000' \\",
            "      --to s3://acme/base --keys ./keys"
        })
final class ChannelHaltCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The channel.")
    private @Nullable ChannelName name;

    @Mixin
    private ReasonOption reason = new ReasonOption();

    @Mixin
    private ReleaseOptions options = new ReleaseOptions();

    @Override
    public Integer call() throws IOException, InterruptedException, UsageException {
        ChannelName channel = Objects.requireNonNull(name);
        return options.release(
                "halted       ", (acts, signers, run) -> acts.halt(channel, reason.text(), signers, run));
    }
}
