package io.freshet.cli;

import io.freshet.core.trust.ChannelName;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a halt. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet channel resume NAME --to=URL... --keys=DIR [OPTIONS]",
        description = "End a halt: the channel names again what it named before.",
        footer = {"", "Example:", "  freshet channel resume mainnet/archive --to s3://acme/base --keys ./keys"})
final class ChannelResumeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The channel.")
    private @Nullable ChannelName name;

    @Mixin
    private ReleaseOptions options = new ReleaseOptions();

    @Override
    public Integer call() throws IOException, InterruptedException, UsageException {
        ChannelName channel = Objects.requireNonNull(name);
        return options.release("resumed      ", (acts, signers, run) -> acts.resume(channel, run));
    }
}
