package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Signer;
import io.freshet.providers.api.Sleeper;
import io.freshet.publisher.commit.ChannelActs;
import io.freshet.publisher.commit.RunId;
import io.freshet.publisher.upload.Destinations;
import io.freshet.publisher.upload.FollowerReport;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a channel is acted on, and with which keys: the same for all verbs that do, but for publishing. */
final class ActOptions {

    @Option(names = "--to", required = true, paramLabel = "URL", description = "Destination; repeat for followers.")
    private List<String> to = new ArrayList<>();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Mixin
    private Console console = new Console();

    Console console() {
        return console;
    }

    /** What is done to a channel. */
    interface Act<T> {
        /** Does it, with the keys that are at hand, as a run of this name. */
        T with(ChannelActs acts, List<Signer> signers, RunId run)
                throws IOException, InterruptedException, UsageException;
    }

    /** Says what was done. */
    interface Report<T> {
        /** In both forms. */
        void of(T result, ObjectNode json, List<String> lines);
    }

    /** Does it, copies what it changed to the followers, and reports it. */
    <T> int run(Act<T> act, Report<T> report) throws IOException, InterruptedException, UsageException {
        return run(UnaryOperator.identity(), act, report);
    }

    /** The same at destinations that are used in a way of their own. */
    <T> int run(UnaryOperator<Destinations> how, Act<T> act, Report<T> report)
            throws IOException, InterruptedException, UsageException {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        Keys open = keys.open();
        try (OpenStores stores = new OpenStores(to, 0)) {
            Destinations destinations =
                    how.apply(Destinations.open(stores.all(), keys.root(), open, clock, random, Sleeper.real()));
            T result = act.with(destinations.repository().acts(), open.all(), RunId.starting(clock.instant(), random));
            List<FollowerReport> followers = destinations.follow();
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            List<String> lines = new ArrayList<>();
            report.of(result, json, lines);
            Followers.write(followers, json);
            console.result(json, lines);
            return Followers.exit(followers, console).code();
        }
    }
}
