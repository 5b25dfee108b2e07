package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.ChannelSigners;
import io.freshet.providers.api.Sleeper;
import io.freshet.publisher.upload.Destinations;
import io.freshet.publisher.upload.FollowerReport;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
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

/** Looks after the channels of a repository. */
@Command(
        name = "channel",
        mixinStandardHelpOptions = true,
        customSynopsis = "freshet channel add|keys|rules|halt|resume|rollback NAME --to=URL... --keys=DIR [OPTIONS]",
        description = "Add a channel, give it keys, hold it to rules, halt it, resume it, or take it back.",
        subcommands = {
            ChannelCommand.Add.class,
            ChannelKeysCommand.class,
            ChannelRulesCommand.class,
            ChannelHaltCommand.class,
            ChannelResumeCommand.class,
            ChannelRollbackCommand.class
        })
final class ChannelCommand {

    /** Adds one. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            customSynopsis = "freshet channel add NAME [--signer=FILE]... --to=URL... --keys=DIR [OPTIONS]",
            description =
                    "Add a channel, which a root key has to sign; the online key publishes to it from then on, or keys"
                            + " of its own.",
            footer = {
                "",
                "Signatures with less than half of their life left are renewed along the way, of a channel that is"
                        + " there",
                "already, too: a machine with the root keys need not publish to renew what they sign.",
                "",
                "Of keys of its own, the private halves need not be here: the first run of publish that has them ends"
                        + " this.",
                "",
                "Examples:",
                "  freshet channel add mainnet/full --to s3://acme/base --keys ./keys",
                "  freshet channel add staging/full --signer staging.pub --to s3://acme/base --keys ./keys"
            })
    static final class Add implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "Like mainnet/archive: 1 to 4 segments of a-z 0-9 _ -.")
        private @Nullable ChannelName name;

        @Option(names = "--to", required = true, paramLabel = "URL", description = "Destination; repeat for followers.")
        private List<String> to = new ArrayList<>();

        @Mixin
        private SignerOptions signers = new SignerOptions();

        @Mixin
        private KeyOptions keys = new KeyOptions();

        @Mixin
        private Console console = new Console();

        @Override
        public Integer call() throws IOException, InterruptedException, UsageException {
            ChannelName channel = Objects.requireNonNull(name);
            Optional<ChannelSigners> own = signers.signers();
            Clock clock = Clock.systemUTC();
            try (OpenStores stores = new OpenStores(to, 0)) {
                Destinations destinations = Destinations.open(
                        stores.all(), keys.root(), keys.open(), clock, new SecureRandom(), Sleeper.real());
                boolean whole = destinations.repository().addChannel(channel, own);
                Expirations expirations =
                        new Expirations(destinations.repository().renew(), keys.directory(), clock.instant());
                if (whole) {
                    Described.say(destinations.repository().describe(channel), console);
                }
                List<FollowerReport> followers = destinations.follow();
                ObjectNode json = JsonNodeFactory.instance.objectNode().put("channel", channel.name());
                json.put("complete", whole);
                own.ifPresent(keys -> ChannelKeysCommand.write(keys.role(), json));
                expirations.write(json);
                Followers.write(followers, json);
                expirations.warn(console);
                List<String> lines = new ArrayList<>(List.of("channel " + channel + said(whole, own)));
                lines.addAll(expirations.lines());
                console.result(json, lines);
                return Followers.exit(followers, console).code();
            }
        }

        private static String said(boolean whole, Optional<ChannelSigners> own) {
            String keys = own.map(each -> ", signed for by " + ChannelKeysCommand.line(each.role()) + " of its own")
                    .orElse("");
            return whole
                    ? " is part of the repository" + keys
                    : " is delegated" + keys + ", and is part of the repository once these have published to it";
        }
    }
}
