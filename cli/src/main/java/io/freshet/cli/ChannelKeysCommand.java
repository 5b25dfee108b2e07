package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.ChannelSigners;
import io.freshet.core.trust.Role;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has others sign for a channel. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "freshet channel keys NAME --signer=FILE... [--threshold=T] --to=URL... --keys=DIR",
            "       freshet channel keys NAME --online --to=URL... --keys=DIR"
        },
        description = "Give a channel keys of its own, others than it had, or back to the online key.",
        footer = {
            "",
            "What the channel points to stays. Bring into --keys a key that signs the targets, the online key, and as",
            "many of the new keys as have to sign. Who publishes to the channel then needs the channel's key and the",
            "online key. Another online key (freshet root rotate) leaves a channel with keys of its own as it is.",
            "",
            "Example:",
            "  freshet channel keys staging/archive --signer staging.pub --to s3://acme/base --keys ./keys"
        })
final class ChannelKeysCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The channel.")
    private @Nullable ChannelName name;

    @Mixin
    private SignerOptions signers = new SignerOptions();

    @Option(names = "--online", description = "Have the online key sign for it, as for channels without own keys.")
    private boolean online;

    @Mixin
    private ActOptions options = new ActOptions();

    @Override
    public Integer call() throws IOException, InterruptedException, UsageException {
        ChannelName channel = Objects.requireNonNull(name);
        Optional<ChannelSigners> own = signers.signers();
        if (own.isPresent() == online) {
            throw new UsageException("say who signs for it, with --signer FILE, or --online");
        }
        return options.run(
                (acts, here, run) -> acts.signBy(channel, own),
                (given, json, lines) -> report(channel, given, json, lines));
    }

    private static void report(ChannelName channel, ChannelSigners given, ObjectNode json, List<String> lines) {
        json.put("channel", channel.name());
        write(given.role(), json);
        lines.add("channel      " + channel + " is signed for by " + line(given.role()));
        given.role().keyIds().forEach(id -> lines.add("key          " + id));
    }

    /** How many of how many. */
    static String line(Role role) {
        return role.threshold() + " of " + role.keyIds().size() + (role.keyIds().size() == 1 ? " key" : " keys");
    }

    /** The same for programs. */
    static void write(Role role, ObjectNode json) {
        json.put("threshold", role.threshold());
        role.keyIds().forEach(json.putArray("keys")::add);
    }
}
