package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.publisher.commit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet renew}, which cron runs. */
class RenewTest {

    private static final ChannelName CHANNEL = new ChannelName("mainnet/full");

    @TempDir
    private Path directory;

    @Test
    void nothingIsWrittenWhereNothingIsDue() throws Exception {
        initAgo(Duration.ofDays(1));
        List<Path> before = files();
        JsonNode report = Cli.report(renew());
        assertThat(report.get("changed").asBoolean()).isFalse();
        assertThat(states(report)).containsOnly("not-due").hasSize(5);
        assertThat(files()).isEqualTo(before);
        assertThat(Cli.run(renew()).out()).contains("not due      timestamp version 1, expires ", "; due from ");
    }

    @Test
    void whatTheOnlineKeySignsIsRenewedByIt() throws Exception {
        initAgo(Duration.ofDays(8));
        hideRootKeys();
        JsonNode report = Cli.report(renew());
        assertThat(report.get("changed").asBoolean()).isTrue();
        assertThat(report.get("documents").findValuesAsText("role"))
                .containsExactly("root", "targets", CHANNEL.role(), "snapshot", "timestamp");
        assertThat(states(report)).containsExactly("not-due", "not-due", "not-due", "renewed", "renewed");
    }

    @Test
    void whatTheRootKeysSignIsNamed() throws Exception {
        initAgo(Duration.ofDays(200));
        hideRootKeys();
        JsonNode report = Cli.report(renew());
        assertThat(states(report)).containsExactly("no-key", "no-key", "renewed", "renewed", "renewed");
    }

    @Test
    void inTheLastThirtyDaysThatIsAFailure() throws Exception {
        initAgo(Duration.ofDays(340));
        hideRootKeys();
        Cli.Run run = Cli.run(renew());
        assertThat(run.code()).isEqualTo(ExitCode.LOCAL.code());
        assertThat(run.err()).contains("freshet: warning: the signatures of root expire");
        assertThat(run.out()).contains("no key       root version 1", "renewed      timestamp version 2");
    }

    @Test
    void aRootKeyRenewsTheRootAlsoWhereTheOnlineKeyIsElsewhere() throws Exception {
        initAgo(Duration.ofDays(340));
        Files.delete(keys().resolve("online.key"));
        Cli.Run run = Cli.run(renew());
        assertThat(run.code()).isEqualTo(ExitCode.LOCAL.code());
        assertThat(run.out()).contains("renewed      root version 2", "no key       targets version 1");
        assertThat(run.err()).contains("bring the key ");
        assertThat(directory.resolve("repository/metadata/2.root.json")).exists();
        assertThat(directory.resolve("repository/metadata/2.targets.json")).doesNotExist();
    }

    @Test
    void allKeysRenewAll() throws Exception {
        initAgo(Duration.ofDays(400));
        assertThat(states(Cli.report(renew()))).containsOnly("renewed");
        assertThat(states(Cli.report(renew()))).containsOnly("not-due");
    }

    private static List<String> states(JsonNode report) {
        return report.get("documents").findValuesAsText("state");
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(directory.resolve("repository"))) {
            return all.sorted().toList();
        }
    }

    private void initAgo(Duration age) throws IOException {
        Keys made = Keys.create(keys(), Optional.empty(), new SecureRandom());
        try (OpenStores stores = new OpenStores(List.of(to()), 0)) {
            Clock then = Clock.offset(Clock.systemUTC(), age.negated());
            Files.write(
                    Keys.rootJson(keys()),
                    Repository.init(stores.all().getFirst(), made, List.of(CHANNEL), List.of(), then));
        }
    }

    private void hideRootKeys() throws IOException {
        Files.delete(keys().resolve("root-1.key"));
        Files.delete(keys().resolve("root-2.key"));
    }

    private String[] renew() {
        return new String[] {"renew", "--to", to(), "--keys", keys().toString()};
    }

    private String to() {
        return "file:" + directory.resolve("repository");
    }

    private Path keys() {
        return directory.resolve("keys");
    }
}
