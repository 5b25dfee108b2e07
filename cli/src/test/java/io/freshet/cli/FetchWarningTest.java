package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.FileMirror;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.SnapshotMetadata;
import io.freshet.core.trust.TrustedState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet fetch} of a repository whose publisher has stopped to renew what expires. */
class FetchWarningTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void publish() throws Exception {
        Files.writeString(Files.createDirectories(directory.resolve("source")).resolve("file"), "content");
        String to = "file:" + directory.resolve("repository");
        Cli.report("init", "--to", to, "--keys", path("keys"), "--channel", "a/b");
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
        assertThat(fetch().err()).doesNotContain("warning");
    }

    @Test
    void warnsThreeDaysBefore() throws Exception {
        signTimestampFor(Duration.ofDays(2));
        Cli.Run run = fetch();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("freshet: warning: the signatures of timestamp expire ")
                .contains("ask the publisher to run freshet renew");
    }

    @Test
    void refusesAfterwardsAndSaysSinceWhen() throws Exception {
        Instant expired = signTimestampFor(Duration.ofDays(-1));
        Cli.Run run = fetch();
        assertThat(run.code()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err()).contains("expired at " + expired).contains("ask the publisher");
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
        try (FileMirror mirror = new FileMirror(directory.resolve("repository"))) {
            return Cli.run(
                    "fetch",
                    "--from",
                    mirror.url(),
                    "--root",
                    path("keys/root.json"),
                    "--channel",
                    "a/b",
                    "--into",
                    path("node"),
                    "--quiet");
        }
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
