package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.FileKey;
import io.freshet.core.trust.KeyFile;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.RootDraft;
import io.freshet.core.trust.RootDraft.Signers;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.commit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code freshet publish} says of signatures that are about to expire. */
class ExpiringTest {

    private static final ChannelName CHANNEL = new ChannelName("mainnet/full");

    @TempDir
    Path directory;

    @Test
    void theReportNamesWhatTheRootKeysAreNeededFor() throws Exception {
        initAgo(Duration.ofDays(200));
        hideRootKeys();
        JsonNode expiring = Cli.report(publish()).get("expiring");
        assertThat(expiring.findValuesAsText("role")).containsExactly("root", "targets");
        assertThat(expiring.get(0).get("expires").asText()).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z");
        String ids = RootDraft.read("root.json", Files.readAllBytes(Keys.rootJson(keys())))
                .root()
                .role("root")
                .shortIds();
        Cli.Run run = Cli.run(publish());
        assertThat(run.out())
                .contains("\nexpiring     root, ", "\nexpiring     targets, ")
                .contains(": bring one of the keys " + ids + " (freshet key list DIR) into ");
        assertThat(run.err()).doesNotContain("warning");
    }

    @Test
    void shortBeforeTheEndItWarnsEachTime() throws Exception {
        initAgo(Duration.ofDays(340));
        hideRootKeys();
        for (int night = 0; night < 2; night++) {
            assertThat(Cli.run(publish()).err())
                    .contains("freshet: warning: the signatures of root expire 2")
                    .contains("freshet: warning: the signatures of targets expire 2");
        }
    }

    @Test
    void andSoItDoesAfterTheEnd() throws Exception {
        initAgo(Duration.ofDays(400));
        hideRootKeys();
        assertThat(Cli.run(publish()).err()).contains("freshet: warning: the signatures of root have expired: ");
    }

    @Test
    void aRootKeyRenewsAllAlsoWhereNothingIsPublished() throws Exception {
        initAgo(Duration.ofDays(340));
        assertThat(Cli.report("channel", "add", CHANNEL.name(), "--to", to(), "--keys", keys().toString())
                        .get("expiring"))
                .isEmpty();
        assertThat(directory.resolve("repository/metadata/2.root.json")).exists();
        Cli.Run run = Cli.run(publish());
        assertThat(run.out()).doesNotContain("expiring");
        assertThat(run.err()).doesNotContain("warning");
    }

    /** No directory ever has all their keys: what they are told to do is a draft. */
    @Test
    void theRootOfSeveralPeopleIsRenewedByThem() throws Exception {
        for (String name : List.of("alice", "bob", "keys/office", "keys/online")) {
            Files.createDirectories(keys());
            Cli.report("key", "generate", directory.resolve(name + ".key").toString());
        }
        Instant expires =
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(20));
        Signers people =
                new Signers(List.of(key("alice").publicKey(), key("bob").publicKey()), 2);
        RootDraft first = RootDraft.first(
                        people,
                        new Signers(List.of(key("keys/office").publicKey()), 1),
                        new Signers(List.of(key("keys/online").publicKey()), 1),
                        expires)
                .sign(key("alice"))
                .sign(key("bob"));
        Path root = Files.write(directory.resolve("first"), first.bytes());
        Files.writeString(Files.createDirectories(directory.resolve("source")).resolve("file"), "content");
        Cli.report(
                "init",
                "--root",
                root.toString(),
                "--to",
                to(),
                "--keys",
                keys().toString(),
                "--channel",
                CHANNEL.name());
        assertThat(Cli.run(publish()).err())
                .contains("the signatures of root expire ")
                .contains("make the next root (freshet root renew), and have it signed by 2 of the keys "
                        + first.root().role("root").shortIds());
        String draft = directory.resolve("draft").toString();
        JsonNode renewed = Cli.report(
                "root",
                "renew",
                "--to",
                to(),
                "--current",
                Keys.rootJson(keys()).toString(),
                "--out",
                draft);
        assertThat(renewed.get("version").asLong()).isEqualTo(2);
        assertThat(renewed.get("roles").findValues("added")).allMatch(JsonNode::isEmpty);
        for (String name : List.of("alice", "bob")) {
            Cli.report(
                    "root",
                    "sign",
                    draft,
                    "--key",
                    directory.resolve(name + ".key").toString());
        }
        Cli.report("root", "publish", draft, "--to", to(), "--keys", keys().toString());
        Cli.Run after = Cli.run(publish());
        assertThat(after.err()).doesNotContain("signatures of root");
        assertThat(after.out()).doesNotContain("expiring     root");
    }

    private FileKey key(String name) throws IOException {
        return KeyFile.read(directory.resolve(name + ".key"), Optional.empty());
    }

    private void initAgo(Duration age) throws IOException {
        Keys made = Keys.create(keys(), Optional.empty(), new SecureRandom());
        try (OpenStores stores = new OpenStores(List.of(to()), 0)) {
            ObjectStore store = stores.all().getFirst();
            byte[] root = Repository.init(
                    store, made, List.of(CHANNEL), List.of(), Clock.offset(Clock.systemUTC(), age.negated()));
            Files.write(Keys.rootJson(keys()), root);
        }
        Files.writeString(Files.createDirectories(directory.resolve("source")).resolve("file"), "content");
    }

    private void hideRootKeys() throws IOException {
        Files.delete(keys().resolve("root-1.key"));
        Files.delete(keys().resolve("root-2.key"));
    }

    private String[] publish() {
        List<String> arguments =
                new ArrayList<>(List.of("publish", directory.resolve("source").toString()));
        arguments.addAll(List.of("--to", to(), "--keys", keys().toString(), "--channel", CHANNEL.name()));
        arguments.addAll(List.of("--state", directory.resolve("state").toString(), "--quiet"));
        return arguments.toArray(String[]::new);
    }

    private String to() {
        return "file:" + directory.resolve("repository");
    }

    private Path keys() {
        return directory.resolve("keys");
    }
}
