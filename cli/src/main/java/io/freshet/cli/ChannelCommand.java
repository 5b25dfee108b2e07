package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.trust.ChannelName;
import io.freshet.providers.api.Sleeper;
import io.freshet.publisher.upload.Destinations;
import io.freshet.publisher.upload.FollowerReport;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        customSynopsis = "freshet channel add NAME --to=URL... --keys=DIR [OPTIONS]",
        description = "Add a channel to a repository.",
        subcommands = ChannelCommand.Add.class)
final class ChannelCommand {

    /** Adds one. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            customSynopsis = "freshet channel add NAME --to=URL... --keys=DIR [OPTIONS]",
            description = "Add a channel, which a root key has to sign; the online key publishes to it from then on.",
            footer = {"", "Example:", "  freshet channel add mainnet/full --to s3://acme/base --keys ./keys"})
    static final class Add implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "Like mainnet/archive: 1 to 4 segments of a-z 0-9 _ -.")
        private @Nullable ChannelName name;

        @Option(names = "--to", required = true, paramLabel = "URL", description = "Destination; repeat for followers.")
        private List<String> to = new ArrayList<>();

        @Mixin
        private KeyOptions keys = new KeyOptions();

        @Mixin
        private Console console = new Console();

        @Override
        public Integer call() throws IOException, InterruptedException, UsageException {
            ChannelName channel = Objects.requireNonNull(name);
            try (OpenStores stores = new OpenStores(to, 0)) {
                Destinations destinations = Destinations.open(
                        stores.all(), keys.root(), keys.open(), Clock.systemUTC(), new SecureRandom(), Sleeper.real());
                destinations.repository().addChannel(channel);
                List<FollowerReport> followers = destinations.follow();
                ObjectNode json = JsonNodeFactory.instance.objectNode().put("channel", channel.name());
                Followers.write(followers, json);
                console.result(json, List.of("channel " + channel + " is part of the repository"));
                return Followers.exit(followers, console).code();
            }
        }
    }
}
