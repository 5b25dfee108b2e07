package io.freshet.cli;

import io.freshet.core.attest.Envelope;
import io.freshet.core.json.JsonException;
import io.freshet.core.trust.ChannelName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Releases to a channel what another one has. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet promote FROM[@N] CHANNEL --to=URL... --keys=DIR [--approval=FILE]... [OPTIONS]",
        description = "Release to a channel what another one has: the same snapshot, nothing is uploaded.",
        footer = {
            "",
            "A channel whose rules ask for approvals takes as many as they say, in files that freshet approve made."
                    + " FROM",
            "may be the channel itself, to have its current release approved before the rules begin to hold.",
            "",
            "Example:",
            "  freshet promote staging/archive mainnet/archive --to s3://acme/base --keys ./keys \\",
            "      --approval alice.json --approval bob.json"
        })
final class PromoteCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FROM", description = "Release to promote: NAME, or NAME@N.")
    private @Nullable ReleaseName from;

    @Parameters(index = "1", paramLabel = "CHANNEL", description = "Channel to release it to.")
    private @Nullable ChannelName channel;

    @Option(names = "--approval", paramLabel = "FILE", description = "What freshet approve made; repeat for more.")
    private List<Path> approvals = new ArrayList<>();

    @Mixin
    private NetworkOption network = new NetworkOption();

    @Mixin
    private ReleaseOptions options = new ReleaseOptions();

    @Override
    public Integer call() throws IOException, InterruptedException, UsageException {
        ReleaseName source = Objects.requireNonNull(from);
        ChannelName target = Objects.requireNonNull(channel);
        ChannelName named = source.channel()
                .orElseThrow(() -> new UsageException("name the channel to promote from, like staging/archive@41"));
        List<Envelope> envelopes = new ArrayList<>();
        for (Path file : approvals) {
            envelopes.add(approval(file));
        }
        return options.release(
                "promoted     ",
                (acts, signers, run) ->
                        acts.promote(named, source.sequence(), target, envelopes, network.change(), run));
    }

    private static Envelope approval(Path file) throws IOException, UsageException {
        try {
            return Envelope.read(file.toString(), OptionFile.read("--approval", file, Envelope.LIMITS.maxBytes()));
        } catch (JsonException e) {
            throw new UsageException("--approval: " + e.getMessage());
        }
    }
}
