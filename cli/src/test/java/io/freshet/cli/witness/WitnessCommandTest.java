package io.freshet.cli.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.log.AddCheckpoint;
import io.freshet.core.log.Checkpoint;
import io.freshet.core.log.ConsistencyProof;
import io.freshet.core.log.LogSigner;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TreeAppender;
import io.freshet.core.log.TreeHead;
import io.freshet.core.log.VerifierKey;
import io.freshet.core.log.WitnessAnswer;
import io.freshet.core.proxy.Proxies;
import io.freshet.core.trust.SigningKey;
import io.freshet.witness.http.HttpWitnesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A witness as an operator runs it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WitnessCommandTest {

    @TempDir
    Path directory;

    private final LogSigner log = new LogSigner("example.com/log", SigningKey.generate(new SecureRandom()));

    /** A first checkpoint of one entry. */
    private AddCheckpoint first(String entry) throws Exception {
        TreeAppender appender = TreeAppender.resume(TreeHead.EMPTY, path -> Optional.empty(), (path, bytes) -> {});
        appender.append(entry.getBytes(UTF_8));
        SignedCheckpoint checkpoint = SignedCheckpoint.sign(new Checkpoint(log.name(), appender.flush()), log);
        return new AddCheckpoint(0, new ConsistencyProof(List.of()), checkpoint.note());
    }

    @Test
    void remembersAcrossAKillAndStopsOnASignal() throws Exception {
        String[] known = {"--log", log.key().encode()};
        try (HttpWitnesses client = new HttpWitnesses(Proxies.NONE, Duration.ofSeconds(60))) {
            String vkey;
            try (RunningWitness witness = RunningWitness.start(directory, "witness.example/w1", known)) {
                vkey = witness.vkey();
                assertThat(VerifierKey.parse(vkey).name()).isEqualTo("witness.example/w1");
                WitnessAnswer answer = client.ask(witness.url(), first("a"));
                assertThat(answer).isInstanceOf(WitnessAnswer.Cosigned.class);
                // A second one on the same state would be two witnesses.
                assertThatThrownBy(() -> RunningWitness.start(directory, "witness.example/w1", known))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("is in use by another witness");
                assertThat(witness.said()).contains("example.com/log  200  cosigned, grown from 0");
                witness.kill();
            }
            try (RunningWitness witness = RunningWitness.start(directory, "witness.example/w1", known)) {
                assertThat(witness.vkey()).isEqualTo(vkey);
                assertThat(client.ask(witness.url(), first("b"))).isEqualTo(new WitnessAnswer.OtherSize(1));
                assertThat(witness.terminate()).isEqualTo(143);
            }
        }
    }

    @Test
    void takesLogsFromAPolicyFileAndAnEncryptedKey() throws Exception {
        Path passphrase = Files.writeString(directory.resolve("passphrase"), "correct horse\n");
        Files.setPosixFilePermissions(passphrase, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        Path key = directory.resolve("w/witness.key");
        Files.createDirectories(directory.resolve("w"));
        Cli.run("key", "generate", key.toString(), "--passphrase-file", passphrase.toString());
        Path logs = Files.writeString(
                directory.resolve("logs"), "log " + log.key().encode() + " https://example.com/\nquorum none\n");
        try (HttpWitnesses client = new HttpWitnesses(Proxies.NONE, Duration.ofSeconds(60));
                RunningWitness witness = RunningWitness.start(
                        directory.resolve("w"),
                        "w2",
                        "--logs",
                        logs.toString(),
                        "--passphrase-file",
                        passphrase.toString())) {
            assertThat(client.ask(witness.url(), first("a")).status()).isEqualTo(200);
        }
    }

    private Cli.Run run(String name, String... more) {
        List<String> all = new ArrayList<>(List.of("witness", "--name", name));
        all.addAll(List.of("--key", directory.resolve("k").toString()));
        all.addAll(List.of("--state", directory.resolve("s").toString()));
        all.addAll(List.of(more));
        return Cli.run(all.toArray(String[]::new));
    }

    private void assertRefused(ExitCode exit, String said, String... more) {
        assertSays(run("w", more), exit, said);
    }

    private static void assertSays(Cli.Run run, ExitCode exit, String said) {
        assertThat(run.code()).as(run.err()).isEqualTo(exit.code());
        assertThat(run.err()).contains(said);
        assertThat(run.err().lines().count()).isLessThan(4);
    }

    @Test
    void saysWhatIsWrongBeforeItListens() throws Exception {
        String vkey = log.key().encode();
        assertRefused(ExitCode.LOCAL, "there is no such key", "--listen", "127.0.0.1:0", "--log", vkey);
        Cli.run("key", "generate", directory.resolve("k").toString());
        assertRefused(ExitCode.USAGE, "is not HOST:PORT", "--listen", "7380", "--log", vkey);
        assertRefused(ExitCode.USAGE, "is not HOST:PORT", "--listen", "127.0.0.1:70000", "--log", vkey);
        assertRefused(ExitCode.USAGE, "there is no host h.invalid", "--listen", "h.invalid:0", "--log", vkey);
        assertRefused(ExitCode.USAGE, "nothing to cosign", "--listen", "127.0.0.1:0");
        assertRefused(ExitCode.USAGE, "is not NAME+ID+KEY", "--listen", "127.0.0.1:0", "--log", "nonsense");
        assertRefused(ExitCode.USAGE, "there is no file", "--listen", "127.0.0.1:0", "--logs", "/nowhere/logs");
        assertSays(run("a b", "--listen", "127.0.0.1:0", "--log", vkey), ExitCode.USAGE, "--name: a key name");
        assertRefused(ExitCode.LOCAL, "started once with --new", "--listen", "127.0.0.1:0", "--log", vkey);
        Files.delete(directory.resolve("k"));
        Cli.run("key", "generate", directory.resolve("k").toString(), "--type", "ecdsa");
        assertRefused(ExitCode.USAGE, "is no Ed25519 key", "--listen", "127.0.0.1:0", "--log", vkey);
    }
}
