package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.commit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
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
        Cli.Run run = Cli.run(publish());
        assertThat(run.out()).contains("\nexpiring     root, ", "\nexpiring     targets, ", "root-1.key or root-2.key");
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
