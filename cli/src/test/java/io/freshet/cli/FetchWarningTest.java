package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.FileMirror;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Contact;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.SnapshotMetadata;
import io.freshet.core.trust.TrustedState;
import io.freshet.publisher.commit.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet fetch} of a repository whose publisher has stopped to renew what expires. */
class FetchWarningTest {

    private static final String CONTACT = "ops@acme.example";
    private static final String ASKING = "\nfreshet: ask the publisher: " + CONTACT + "\n";

    @TempDir
    private Path directory;

    @BeforeEach
    void publish() throws Exception {
        Files.writeString(Files.createDirectories(directory.resolve("source")).resolve("file"), "content");
        String to = "file:" + directory.resolve("repository");
        Cli.report("init", "--to", to, "--keys", path("keys"), "--channel", "a/b", "--contact", CONTACT);
        Cli.report(
                "publish",
                path("source"),
                "--to",
                to,
                "--keys",
                path("keys"),
                "--channel",
                "a/b",
                "--state",
                path("state"));
    }

    @Test
    void saysNothingWhereThereIsTime() throws Exception {
        Cli.Run run = fetch("repository", "keys/root.json", "--json");
        assertThat(run.err()).doesNotContain("warning", "ask the publisher");
        assertThat(new ObjectMapper().readTree(run.out()).get("contact").textValue())
                .isEqualTo(CONTACT);
    }

    @Test
    void warnsThreeDaysBefore() throws Exception {
        signTimestampFor(Duration.ofDays(2));
        Cli.Run run = fetch();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("freshet: warning: the signatures of timestamp expire ")
                .endsWith("ask the publisher to run freshet renew" + ASKING);
    }

    @Test
    void refusesAfterwardsAndSaysSinceWhen() throws Exception {
        Instant expired = signTimestampFor(Duration.ofDays(-1));
        Cli.Run run = fetch();
        assertThat(run.code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err()).contains("expired at " + expired).endsWith(ASKING);
        Cli.Run show = Cli.run("show", "file:" + path("repository"), "--root", path("keys/root.json"));
        assertThat(show.err()).contains("expired at " + expired).endsWith(ASKING);
    }

    /** Of the root, too, which is where the contact stands: it is the one that was trusted last. */
    @Test
    void whereAllHasExpiredTheRootStillNamesWhomToAsk() throws Exception {
        Keys keys = Keys.create(directory.resolve("old"), Optional.empty(), new SecureRandom());
        byte[] root;
        try (OpenStores stores = new OpenStores(List.of("file:" + path("gone")), 0)) {
            root = Repository.init(
                    stores.all().getFirst(),
                    keys,
                    Optional.of(new Contact("board@acme.example")),
                    List.of(new ChannelName("a/b")),
                    List.of(),
                    Clock.offset(Clock.systemUTC(), Duration.ofDays(-400)),
                    kept -> {});
        }
        Files.write(directory.resolve("old/root.json"), root);
        Cli.Run run = fetch("gone", "old/root.json");
        assertThat(run.code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err())
                .contains("1.root.json: expired at ")
                .endsWith("\nfreshet: ask the publisher: board@acme.example\n");
    }

    /** What a node was given names somebody who has left since; the root that followed names who came. */
    @Test
    void asksWhomTheNewestRootNames() throws Exception {
        String to = "file:" + path("repository");
        Cli.report(
                "root",
                "contact",
                "board@acme.example",
                "--to",
                to,
                "--current",
                path("keys/root.json"),
                "--out",
                path("d"));
        Cli.report("root", "sign", path("d"), "--key", path("keys/root-1.key"));
        // Without the online key nothing else is signed anew.
        Path offline = Files.createDirectory(directory.resolve("offline"));
        Files.copy(directory.resolve("keys/root.json"), offline.resolve("root.json"));
        Cli.report("root", "publish", path("d"), "--to", to, "--keys", offline.toString());
        signTimestampFor(Duration.ofDays(-1));
        assertThat(fetch().err()).endsWith("\nfreshet: ask the publisher: board@acme.example\n");
    }

    /** Signs snapshot and timestamp again, so that the timestamp is valid for so long from now on. */
    private Instant signTimestampFor(Duration left) throws Exception {
        Duration life = Duration.ofDays(14);
        Instant signed = Clock.systemUTC().instant().plus(left).minus(life);
        Keys keys = Keys.open(directory.resolve("keys"), Optional.empty());
        RepositorySigner signer =
                new RepositorySigner(keys, new Lifetimes(life.multipliedBy(26), life.multipliedBy(2), life));
        Instant never = TrustedState.BEFORE_ANY_EXPIRY;
        TrustedState state =
                TrustedState.startFrom("root", object("1.root.json")).updateTimestamp(object("timestamp.json"), never);
        state = state.updateSnapshot(object("2.snapshot.json"), never);
        SignedFile<SnapshotMetadata> snapshot = signer.snapshot(state, List.of(), 3, signed);
        SignedFile<?> timestamp = signer.timestamp(state, snapshot, 3, signed);
        for (SignedFile<?> file : List.of(snapshot, timestamp)) {
            Files.write(directory.resolve("repository").resolve(file.path()), file.bytes());
        }
        return timestamp.metadata().signed().expires();
    }

    private byte[] object(String name) throws Exception {
        return Files.readAllBytes(directory.resolve("repository/metadata").resolve(name));
    }

    private Cli.Run fetch() throws Exception {
        return fetch("repository", "keys/root.json");
    }

    private Cli.Run fetch(String repository, String root, String... more) throws Exception {
        try (FileMirror mirror = new FileMirror(directory.resolve(repository))) {
            List<String> arguments = new ArrayList<>(List.of("fetch", "--from", mirror.url(), "--root", path(root)));
            arguments.addAll(List.of("--channel", "a/b", "--into", path("node"), "--quiet"));
            arguments.addAll(List.of(more));
            return Cli.run(arguments.toArray(String[]::new));
        }
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
