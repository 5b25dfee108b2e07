package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.config.PublishConfig;
import io.freshet.providers.api.Sleeper;
import io.freshet.publisher.commit.Renewal;
import io.freshet.publisher.upload.Destinations;
import io.freshet.publisher.upload.FollowerReport;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Signs again what expires. */
@Command(
        name = "renew",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet renew --to=URL... --keys=DIR [OPTIONS]",
        description = "Sign again what has less than half of its life left, as far as the keys are at hand.",
        footer = {
            "",
            "For cron, where nothing is published for a while; every publication does the same. Where nothing is due,",
            "nothing is written. Ends with 6 where something expires within 30 days whose keys are not in --keys.",
            "",
            "--log-policy asks the witnesses that have not cosigned the log's checkpoint yet, having been down when it",
            "was made. With --require-witnesses this ends with 4 where too few have cosigned it in the end, with 3"
                    + " where",
            "one has cosigned another history of the log.",
            "",
            "Example:",
            "  freshet renew --to s3://acme/base --to file:/srv/repo --keys ./keys"
        })
final class RenewCommand implements Callable<Integer> {

    @Option(names = "--to", required = true, paramLabel = "URL", description = "Destination; repeat for followers.")
    private List<String> to = new ArrayList<>();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Mixin
    private WitnessOptions witnesses = new WitnessOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, InterruptedException, UsageException {
        Clock clock = Clock.systemUTC();
        try (WitnessOptions.Asked asked = witnesses.open(PublishConfig.none());
                OpenStores stores = new OpenStores(to, 0)) {
            Destinations destinations = asked.with(Destinations.open(
                    stores.all(), keys.root(), keys.open(), clock, new SecureRandom(), Sleeper.real()));
            Renewal renewal = destinations.repository().renewal();
            Optional<Cosigned> cosigned = destinations.repository().witness().map(Cosigned::new);
            List<FollowerReport> followers = destinations.follow();
            Instant now = clock.instant();
            Expirations expirations = new Expirations(renewal.left(), keys.directory(), now);
            expirations.warn(console);
            ObjectNode json = json(renewal, followers);
            List<String> lines = new ArrayList<>(
                    renewal.documents().stream().map(each -> line(each, now)).toList());
            RemadeLines remade = new RemadeLines(destinations.repository().remade());
            remade.write(json);
            remade.warning().ifPresent(console::say);
            cosigned.ifPresent(each -> each.write(json));
            cosigned.map(Cosigned::line).ifPresent(lines::add);
            console.result(json, lines);
            ExitCode exit = asked.exit(cosigned, Followers.exit(followers, console), console);
            // That a witness has seen another history is more urgent than any date.
            return (expirations.isUrgent() && exit != ExitCode.UNTRUSTED ? ExitCode.LOCAL : exit).code();
        }
    }

    private static String line(Renewal.Document document, Instant now) {
        String what = switch (document.fate()) {
            case RENEWED -> "renewed";
            case NOT_DUE -> "not due";
            case NO_KEY -> "no key";
        };
        String until = document.fate() == Renewal.Fate.NO_KEY ? "" : "; due from " + Texts.time(document.due());
        return String.format(Locale.ROOT, "%-13s", what) + document.role() + " version " + document.version()
                + ", expires " + Texts.expiry(document.expires(), now) + until;
    }

    private static ObjectNode json(Renewal renewal, List<FollowerReport> followers) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("changed", renewal.changed());
        ArrayNode array = json.putArray("documents");
        for (Renewal.Document each : renewal.documents()) {
            array.addObject()
                    .put("role", each.role())
                    .put("version", each.version())
                    .put("expires", each.expires().toString())
                    .put("due", each.due().toString())
                    .put("state", each.fate().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        Followers.write(followers, json);
        return json;
    }
}
