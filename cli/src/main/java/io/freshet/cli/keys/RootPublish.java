package io.freshet.cli.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Console;
import io.freshet.cli.Cosigned;
import io.freshet.cli.ExitCode;
import io.freshet.cli.Followers;
import io.freshet.cli.KeyOptions;
import io.freshet.cli.OpenStores;
import io.freshet.cli.RemadeLines;
import io.freshet.cli.UsageException;
import io.freshet.cli.WitnessOptions;
import io.freshet.cli.config.PublishConfig;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootDraft;
import io.freshet.core.trust.TrustException;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Sleeper;
import io.freshet.publisher.commit.RemadeTiles;
import io.freshet.publisher.commit.Repository;
import io.freshet.publisher.commit.RootChange;
import io.freshet.publisher.commit.SignedVersion;
import io.freshet.publisher.commit.StandingNotes;
import io.freshet.publisher.upload.Destinations;
import io.freshet.publisher.upload.FollowerReport;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a root in force. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet root publish DRAFT --to=URL... --keys=DIR [OPTIONS]",
        description = "Put a signed draft in force, if every node will accept it, and sign anew what has to be.",
        footer = {
            "",
            "Where the online key changes, bring into --keys: the new one, the present one, and a key of the role"
                    + " targets, which",
            "hands the channels over. What is there is signed by old and new keys first, so that nodes are served at"
                    + " every moment.",
            "Without the present online key, which may be lost, nodes get an error for some seconds, and go on with"
                    + " what they have.",
            "Channels with keys of their own (freshet channel keys) keep them, and are named. Where one of those was"
                    + " stolen, too,",
            "that channel needs others: this root does not take them from it. This ends with 1, where nothing else is"
                    + " left to do, as long as keys",
            "that the root has removed suffice to sign for one of them.",
            "An interrupted run is ended by the same command. The first --to is the authority.",
            "",
            "Whoever had the online key could have the snapshot name documents that their own keys have not signed, or"
                    + " older ones. This ends with 3",
            "then, and lists what they have signed: choose with --take. What is newer than what is named is said, too.",
            "",
            "--log-policy asks the witnesses to cosign the log, which the new key has signed anew. They need to know"
                    + " that key. The root is",
            "in force whatever they say; with --require-witnesses this ends with 4 where too few have cosigned.",
            "",
            "Example:",
            "  freshet root publish root.json.draft --to s3://acme/base --to file:/srv/repo --keys keys"
        })
final class RootPublish implements Callable<Integer> {

    @Parameters(paramLabel = "DRAFT", description = "File of the draft, with all signatures.")
    private Path file = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "URL", description = "Destination; repeat for followers.")
    private List<String> to = new ArrayList<>();

    @Option(
            names = "--take",
            paramLabel = "CHANNEL=VERSION",
            description = {
                "Which version of a channel's document, or of the targets (targets=VERSION), is to stand, whatever is"
                        + " named: where this",
                "command says that it has to be said. 0 has a channel of the online key begin anew, empty."
            })
    private Map<String, Long> chosen = new TreeMap<>();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Mixin
    private WitnessOptions witnesses = new WitnessOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, InterruptedException, TrustException, UsageException {
        byte[] draft = RootFile.bytes(file);
        byte[] root = keys.root();
        Keys here = keys.open();
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        long version = RootDraft.read(file.toString(), draft).root().version();
        List<FollowerReport> followers = new ArrayList<>();
        try (WitnessOptions.Asked asked = witnesses.open(PublishConfig.none());
                OpenStores stores = new OpenStores(to, 0)) {
            ObjectStore authority = stores.all().getFirst();
            RootChange change = open(authority, root, draft, here, clock, random);
            ChannelLines own = new ChannelLines(change.own());
            RootChange.Following following = () -> {
                followers.clear();
                followers.addAll(Destinations.open(stores.all(), root, here, clock, random, Sleeper.real())
                        .follow());
            };
            Optional<IOException> log = change.publish(following);
            Optional<Cosigned> cosigned = Optional.empty();
            Optional<IOException> unasked = Optional.empty();
            RemadeTiles remade = change.remade();
            if (log.isEmpty() && asked.witnesses().isPresent()) {
                try {
                    Destinations now = Destinations.open(stores.all(), root, here, clock, random, Sleeper.real());
                    Repository repository = asked.with(now).repository();
                    cosigned = repository.witness().map(Cosigned::new);
                    remade = remade.plus(repository.remade());
                    following.follow();
                } catch (IOException e) {
                    unasked = Optional.of(e);
                }
            }
            report(authority.url(), version, followers, own, change, log, cosigned, new RemadeLines(remade));
            say(change.notes());
            own.warnings().forEach(console::say);
            ExitCode exit = Followers.exit(followers, console);
            if (unasked.isPresent()) {
                return unwitnessed(unasked.get()).code();
            }
            ExitCode asWitnessed = log.isPresent() ? unsigned(log.get()) : asked.exit(cosigned, exit, console);
            return (asWitnessed == ExitCode.OK && own.areExposed() ? ExitCode.DIFFERENT : asWitnessed).code();
        }
    }

    private void report(
            String authority,
            long version,
            List<FollowerReport> followers,
            ChannelLines own,
            RootChange change,
            Optional<IOException> log,
            Optional<Cosigned> cosigned,
            RemadeLines remade) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("authority", authority).put("version", version);
        Followers.write(followers, json);
        log.ifPresent(why -> json.put("logFailure", why.getMessage()));
        own.writeTo(json);
        ArrayNode restored = json.putArray("restored");
        change.restored()
                .forEach(each -> restored.addObject()
                        .put("role", each.role())
                        .put("version", each.version())
                        .put("named", each.named()));
        ArrayNode foreign = json.putArray("foreign");
        change.notes().foreign().forEach(foreign::add);
        ArrayNode passed = json.putArray("passed");
        change.notes().passed().forEach(passed::add);
        ArrayNode newer = json.putArray("newer");
        change.notes().newer().forEach(each -> {
            ObjectNode one = newer.addObject().put("role", each.role()).put("version", each.version());
            each.sequence().ifPresent(sequence -> one.put("sequence", sequence));
        });
        remade.write(json);
        remade.warning().ifPresent(console::say);
        cosigned.ifPresent(each -> each.write(json));
        List<String> lines = new ArrayList<>();
        lines.add("root         version " + version + " is in force at " + authority);
        lines.addAll(own.lines());
        change.restored()
                .forEach(each ->
                        lines.add("restored     " + SignedVersion.name(each.role()) + ": version " + each.version()
                                + (each.named() == 0
                                        ? ", where none was named"
                                        : ", where version " + each.named() + " was named")));
        cosigned.map(Cosigned::line).ifPresent(lines::add);
        lines.add("Nodes follow by themselves, from the root.json that they were given.");
        console.result(json, lines);
    }

    private void say(StandingNotes notes) {
        for (SignedVersion each : notes.newer()) {
            String name = SignedVersion.name(each.role());
            console.say("freshet: warning: " + name + ": its keys have signed version " + each
                    + ", too, which is not what is named: a run has left it that died, or whoever had the online key"
                    + " has taken it back. If it is to be what nodes find, run this"
                    + " again with --take " + name + "=" + each.version());
        }
        if (!notes.foreign().isEmpty()) {
            console.say("freshet: warning: what lies in the place of newer documents of channels is not signed by their"
                    + " keys: " + String.join(", ", notes.foreign())
                    + ". If one was spoiled, copy it from another destination, and run this again");
        }
        for (String role : notes.passed()) {
            console.say("freshet: " + SignedVersion.name(role)
                    + " is named by the new keys already, above the version of --take: that stands");
        }
    }

    private ExitCode unwitnessed(IOException why) {
        console.say("freshet: the root is in force, but the log with the cosignatures of witnesses is not everywhere: "
                + why.getMessage() + "\nRun the same command again, or freshet renew --log-policy.");
        return ExitCode.BEHIND;
    }

    private ExitCode unsigned(IOException why) {
        console.say("freshet: the root is in force, but the log was not signed by its key: " + why.getMessage()
                + "\nNodes that require the log refuse what is there until it is. Mend it, then run the same command"
                + " again.");
        return ExitCode.BEHIND;
    }

    private RootChange open(
            ObjectStore authority, byte[] root, byte[] draft, Keys here, Clock clock, SecureRandom random)
            throws IOException, InterruptedException, TrustException, UsageException {
        try {
            return RootChange.open(authority, root, draft, here, taken(), clock, random, Sleeper.real());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Long> taken() {
        Map<String, Long> taken = new TreeMap<>();
        chosen.forEach((name, version) ->
                taken.put(name.equals(RoleName.TARGETS) ? name : new ChannelName(name).role(), version));
        return taken;
    }
}
