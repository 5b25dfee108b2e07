package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.policy.ChannelRules;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.Role;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a channel to rules. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "freshet channel rules NAME --approver=FILE... [--threshold=T] [--on-call=FILE]... --to=URL... --keys=DIR",
            "       freshet channel rules NAME --none --to=URL... --keys=DIR"
        },
        description = "Have a channel release only what T of some people have approved. A key of the targets signs it.",
        footer = {
            "",
            "From then on every node refuses a release to the channel with fewer approvals, whoever holds the online",
            "key. Keys on call may halt the channel, or take it back to what was approved before, one of them alone;",
            "where there are none, any approver may. The rules replace those that the channel had. A release that is",
            "current must keep to them already: have it approved (freshet approve), and promote the channel to itself",
            "with the approvals. Nodes with a Freshet that knows no rules refuse the repository from then on.",
            "",
            "Example:",
            "  freshet channel rules mainnet/archive --approver alice.pub --approver bob.pub --approver carol.pub \\",
            "      --threshold 2 --on-call dora.pub --to s3://acme/base --keys ./keys"
        })
final class ChannelRulesCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "The channel.")
    private @Nullable ChannelName name;

    @Option(names = "--approver", paramLabel = "FILE", description = "Public key of an approver; repeat for more.")
    private List<Path> approvers = new ArrayList<>();

    @Option(names = "--threshold", paramLabel = "T", description = "How many of them have to approve; 1 by default.")
    private int threshold = 1;

    @Option(names = "--on-call", paramLabel = "FILE", description = "Public key on call; repeat for more.")
    private List<Path> onCall = new ArrayList<>();

    @Option(names = "--none", description = "Hold the channel to nothing any more.")
    private boolean none;

    @Mixin
    private ActOptions options = new ActOptions();

    @Override
    public Integer call() throws IOException, InterruptedException, UsageException {
        ChannelName channel = Objects.requireNonNull(name);
        if (none == !approvers.isEmpty()) {
            throw new UsageException("say who approves, with --approver FILE, or --none");
        }
        if (none && !onCall.isEmpty()) {
            throw new UsageException("--none lists no key on call: leave --on-call out");
        }
        List<VerifyingKey> keys = new ArrayList<>();
        List<String> approving = ids(approvers, keys);
        List<String> acting = ids(onCall, keys);
        Optional<ChannelRules> rules = none ? Optional.empty() : Optional.of(rules(approving, acting));
        return options.run(
                (acts, signers, run) -> {
                    acts.hold(channel, rules, keys);
                    return rules;
                },
                (held, json, lines) -> report(channel, held, json, lines));
    }

    private static List<String> ids(List<Path> files, List<VerifyingKey> keys) throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path file : files) {
            VerifyingKey key = PublicKeyFile.read(file);
            keys.add(key);
            ids.add(key.id());
        }
        return ids;
    }

    private ChannelRules rules(List<String> approving, List<String> acting) throws UsageException {
        try {
            return new ChannelRules(new Role(approving, threshold), acting);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static void report(ChannelName channel, Optional<ChannelRules> held, ObjectNode json, List<String> lines) {
        json.put("channel", channel.name());
        if (held.isEmpty()) {
            json.putNull("rules");
            lines.add("rules        none: whatever the channel's key signs is released to " + channel);
            return;
        }
        ObjectNode rules =
                json.putObject("rules").put("threshold", held.get().approvers().threshold());
        held.get().approvers().keyIds().forEach(rules.putArray("approvers")::add);
        held.get().onCall().forEach(rules.putArray("onCall")::add);
        lines.add("rules        of " + channel + ": "
                + held.get().approvers().threshold() + " of "
                + held.get().approvers().keyIds().size() + " approvers");
        held.get().approvers().keyIds().forEach(id -> lines.add("approver     " + id));
        held.get().onCall().forEach(id -> lines.add("on call      " + id));
    }
}
