package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Contact;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.tree.Durable;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Sleeper;
import io.freshet.providers.api.StoreProbe;
import io.freshet.publisher.commit.Repository;
import io.freshet.publisher.upload.Destinations;
import io.freshet.publisher.upload.FollowerReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a repository and the keys to it. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet init --to=URL... --keys=DIR [--channel=NAME]... [OPTIONS]",
        description = "Make an empty repository, and the keys to it.",
        footer = {
            "",
            "The first --to is the authority: its conditional writes decide who publishes. Others follow it. Nodes are",
            "given keys/root.json, or its SHA-256, by another way than the mirrors. Keep a copy of the root keys",
            "offline: they are needed to add channels and to replace a lost online key. --contact is what nodes say"
                    + " whom",
            "to ask when signatures have expired, or something is refused.",
            "",
            "Example:",
            "  freshet init --to s3://acme/base --to file:/srv/repo --keys ./keys --channel mainnet/archive \\",
            "      --mirror https://a.example/base --contact ops@acme.example"
        })
final class InitCommand implements Callable<Integer> {

    @Option(
            names = "--to",
            required = true,
            paramLabel = "URL",
            description = "Destination: s3://bucket/prefix, file:/path. Repeat for followers.")
    private List<String> to = new ArrayList<>();

    @Option(names = "--channel", paramLabel = "NAME", description = "Channel to begin with; repeat for more.")
    private List<ChannelName> channels = new ArrayList<>();

    @Option(
            names = "--mirror",
            paramLabel = "URL",
            description = "Public URL of a copy, for repo.freshet, which users paste; repeat for more.")
    private List<String> mirrors = new ArrayList<>();

    @Option(
            names = "--contact",
            paramLabel = "TEXT",
            description = "Whom operators of nodes ask: a mail address, or the URL of a page. Part of root.json.")
    private @Nullable Contact contact;

    @Option(
            names = "--root",
            paramLabel = "FILE",
            description =
                    "Signed root that freshet root init began, in place of new keys; its online and targets keys are"
                            + " in --keys.")
    private @Nullable Path given;

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, InterruptedException, TrustException, UsageException {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        Path rootFile = Keys.rootJson(keys.directory());
        if (Files.exists(rootFile)) {
            throw new UsageException(rootFile + " belongs to another repository already. Choose another --keys");
        }
        if (given != null && contact != null) {
            throw new UsageException("whom to ask is part of the root that --root gives, which is signed already:"
                    + " freshet root init --contact TEXT");
        }
        try (OpenStores stores = new OpenStores(to, 0)) {
            ObjectStore authority = stores.all().getFirst();
            new StoreProbe(authority, random).requireAuthority();
            Keys made = given == null ? keys(random) : keys.open();
            byte[] root = root(authority, made, clock);
            Files.move(Keys.rootJsonToBe(keys.directory()), rootFile, StandardCopyOption.ATOMIC_MOVE);
            List<FollowerReport> followers = Destinations.open(stores.all(), root, made, clock, random, Sleeper.real())
                    .follow();
            report(rootFile, Digest.of(root), authority.url(), followers);
            return Followers.exit(followers, console).code();
        }
    }

    /**
     * Makes the repository. Its root lies beside the keys before anybody can see it, so that an attempt that failed or
     * died, whenever it did, can be repeated: where it had got as far as a repository, this one ends it.
     */
    private byte[] root(ObjectStore authority, Keys made, Clock clock)
            throws IOException, TrustException, UsageException {
        Path toBe = Keys.rootJsonToBe(keys.directory());
        if (Files.exists(toBe)) {
            byte[] begun = Files.readAllBytes(toBe);
            if (begun.length > 0 && Repository.isMade(authority, begun)) {
                return begun;
            }
        }
        Path first = given;
        if (first != null) {
            byte[] signed = Files.readAllBytes(first);
            try {
                return Repository.init(
                        authority, signed, made, channels, mirrors, clock, root -> Durable.write(toBe, root));
            } catch (IllegalArgumentException e) {
                throw new UsageException(first + ": " + e.getMessage());
            }
        }
        return Repository.init(
                authority,
                made,
                Optional.ofNullable(contact),
                channels,
                mirrors,
                clock,
                root -> Durable.write(toBe, root));
    }

    /** New keys; those of an earlier attempt that did not get as far as a repository are taken up. */
    private Keys keys(SecureRandom random) throws IOException {
        Keys there = Files.isDirectory(keys.directory()) ? keys.open() : new Keys(List.of(), Optional.empty());
        boolean complete = there.roots().size() == 2 && there.online().isPresent();
        return complete ? there : Keys.create(keys.directory(), keys.passphrase(), random);
    }

    private void report(Path rootFile, Digest digest, String authority, List<FollowerReport> followers) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("authority", authority).put("root", rootFile.toString()).put("sha256", digest.toString());
        Followers.write(followers, json);
        String copies = given == null
                ? "Keep a copy of root-1.key and root-2.key offline."
                : "Keep the root keys where they are, and take those of the role targets out of " + keys.directory()
                        + ".";
        String channel = channels.isEmpty() ? "NAME" : channels.getFirst().name();
        console.result(
                json,
                List.of(
                        "repository   " + authority,
                        "root.json    " + rootFile,
                        "SHA-256      " + digest,
                        "",
                        "Give root.json, or its SHA-256, to those who fetch, by another way than the mirrors.",
                        copies,
                        "Next: freshet publish DIRECTORY --to " + String.join(" --to ", to) + " --keys "
                                + keys.directory() + " --channel " + channel));
    }
}
