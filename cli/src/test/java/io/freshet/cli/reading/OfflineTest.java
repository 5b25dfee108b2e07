package io.freshet.cli.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.core.Digest;
import io.freshet.core.proof.ReleaseProof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet verify --offline}: a fetched directory, when nobody answers any more. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class OfflineTest {

    @TempDir
    Path directory;

    private Shell shell;
    private Path node;

    @BeforeEach
    void fetch() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL);
        shell.publishOnce();
        node = directory.resolve("node");
        fetchNow();
    }

    private void fetchNow() throws Exception {
        try (HttpMirror mirror = new HttpMirror(shell.repository)) {
            fetchFrom(mirror);
        }
    }

    private void fetchFrom(HttpMirror mirror) {
        shell.read("fetch", "--from", mirror.url(), "--channel", Shell.CHANNEL, "--into", node.toString())
                .ends(ExitCode.OK);
    }

    private Path proof() throws Exception {
        try (Stream<Path> all = Files.list(node.resolve(".freshet/proofs"))) {
            return all.max(Path::compareTo).orElseThrow();
        }
    }

    @Test
    void everyStepIsSaid() {
        Shell.Run run = shell.read("verify", "--offline", node.toString()).ends(ExitCode.OK);
        assertThat(run.out())
                .contains(
                        "root         version 1, by the one that was given",
                        "metadata     valid ",
                        "they expire ",
                        ", mainnet/archive @ 1\n",
                        "log entry    0 of freshet/",
                        "attestation  https://slsa.dev/provenance/v1, by ed25519 ",
                        "differences  none");
    }

    @Test
    void theSameAsJson() throws Exception {
        JsonNode json = shell.read("verify", "--offline", node.toString(), "--json")
                .ends(ExitCode.OK)
                .json();
        assertThat(json.at("/proof/rootGiven").booleanValue()).isTrue();
        assertThat(json.at("/proof/expired").booleanValue()).isFalse();
        assertThat(json.at("/proof/log/size").longValue()).isEqualTo(1);
        assertThat(json.at("/proof/attestations/0/signedBy")).hasSize(1);
        assertThat(json.at("/differences").longValue()).isZero();
    }

    @Test
    void withoutARootItIsSaidWhatThatIsWorth() {
        assertThat(shell.run("verify", "--offline", node.toString())
                        .ends(ExitCode.OK)
                        .out())
                .contains("by what lies here alone: --root FILE says");
    }

    @Test
    void theSha256OfTheRootWillDo() throws Exception {
        String sha256 = Digest.of(Files.readAllBytes(shell.root)).toString();
        shell.run("verify", "--offline", node.toString(), "--root-sha256", sha256)
                .ends(ExitCode.OK);
        assertThat(shell.run("verify", "--offline", node.toString(), "--root-sha256", "0".repeat(64))
                        .ends(ExitCode.UNTRUSTED)
                        .err())
                .contains("begins with a root of another SHA-256");
    }

    @Test
    void theRootOfAnotherRepositoryIsNoRootOfThis() throws Exception {
        Shell other = new Shell(Files.createDirectories(directory.resolve("other")));
        other.init(Shell.CHANNEL);
        assertThat(shell.run("verify", "--offline", node.toString(), "--root", other.root.toString())
                        .ends(ExitCode.UNTRUSTED)
                        .err())
                .contains("it is of another repository");
    }

    /** Who changes files, and the manifest and the index so that they agree, is found out by the proof. */
    @Test
    void aDirectoryThatAgreesWithItselfAloneIsFoundOut() throws Exception {
        String genuine = proof().getFileName().toString();
        Shell forger = new Shell(Files.createDirectories(directory.resolve("forger")));
        forger.init(Shell.CHANNEL);
        forger.publishOnce();
        Path mine = node;
        node = directory.resolve("forged");
        try (HttpMirror mirror = new HttpMirror(forger.repository)) {
            forger.read("fetch", "--from", mirror.url(), "--channel", Shell.CHANNEL, "--into", node.toString())
                    .ends(ExitCode.OK);
        }
        shell.run("verify", node.toString()).ends(ExitCode.OK);
        shell.read("verify", "--offline", node.toString()).ends(ExitCode.UNTRUSTED);
        Files.copy(
                mine.resolve(".freshet/proofs").resolve(genuine),
                proof(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(shell.read("verify", "--offline", node.toString())
                        .ends(ExitCode.UNTRUSTED)
                        .err())
                .contains("and not version");
    }

    @Test
    void aFileThatChangedDiffers() throws Exception {
        Path file = node.resolve("current/db/mdbx.dat");
        byte[] bytes = Files.readAllBytes(file);
        bytes[5000]++;
        Files.write(file, bytes);
        assertThat(shell.read("verify", "--offline", node.toString())
                        .ends(ExitCode.DIFFERENT)
                        .out())
                .contains("log entry    0", "changed      db/mdbx.dat", "differences  1");
    }

    @Test
    void eachDocumentOfTheProofIsVerified() throws Exception {
        ReleaseProof good = ReleaseProof.read("p", Files.readAllBytes(proof()));
        byte[] log = good.log().orElseThrow().proof();
        List<ReleaseProof> bad = List.of(
                with(good, good.roots(), flip(good.timestamp()), good.pointer(), good.manifest(), log),
                with(
                        good,
                        List.of(flip(good.roots().getFirst())),
                        good.timestamp(),
                        good.pointer(),
                        good.manifest(),
                        log),
                with(good, good.roots(), good.timestamp(), flip(good.pointer()), good.manifest(), log),
                with(good, good.roots(), good.timestamp(), good.pointer(), flip(good.manifest()), log),
                with(good, good.roots(), good.timestamp(), good.pointer(), good.manifest(), flip(log)));
        for (ReleaseProof each : bad) {
            Files.write(proof(), each.toBytes());
            shell.read("verify", "--offline", node.toString()).ends(ExitCode.UNTRUSTED);
        }
        Files.write(proof(), good.toBytes());
        shell.read("verify", "--offline", node.toString()).ends(ExitCode.OK);
    }

    /** A digit becomes another one: JSON, base64 and notes stay well-formed. */
    private static byte[] flip(byte[] document) {
        String text = new String(document, UTF_8);
        int at = text.lastIndexOf("1") >= 0 ? text.lastIndexOf("1") : text.lastIndexOf("a");
        return (text.substring(0, at) + "2" + text.substring(at + 1)).getBytes(UTF_8);
    }

    private static ReleaseProof with(
            ReleaseProof good, List<byte[]> roots, byte[] timestamp, byte[] pointer, byte[] manifest, byte[] log) {
        return new ReleaseProof(
                good.channel(),
                good.taken(),
                roots,
                timestamp,
                good.snapshot(),
                good.targets(),
                good.role(),
                pointer,
                manifest,
                good.policy(),
                Optional.of(new ReleaseProof.Logged(good.log().orElseThrow().entry(), log)),
                good.attestations(),
                good.timestamps());
    }

    /** The time at which expiry is judged is the fetch's, and no other may be put in its place. */
    @Test
    void whatHadExpiredWhenItWasTakenProvesNothing() throws Exception {
        ReleaseProof good = ReleaseProof.read("p", Files.readAllBytes(proof()));
        ReleaseProof late = new ReleaseProof(
                good.channel(),
                good.taken().plus(Duration.ofDays(20)),
                good.roots(),
                good.timestamp(),
                good.snapshot(),
                good.targets(),
                good.role(),
                good.pointer(),
                good.manifest(),
                good.policy(),
                good.log(),
                good.attestations(),
                good.timestamps());
        Files.write(proof(), late.toBytes());
        assertThat(shell.read("verify", "--offline", node.toString())
                        .ends(ExitCode.UNTRUSTED)
                        .err())
                .contains("expired");
    }

    @Test
    void withoutLogAndAttestationThatIsSaid() throws Exception {
        shell.publishAgain();
        try (HttpMirror poor = new HttpMirror(shell.repository)) {
            poor.withheld.add("log/proof/1");
            fetchFrom(poor);
            assertThat(poor.asked).anyMatch(path -> path.startsWith("attest/"));
            poor.asked.stream().filter(path -> path.startsWith("attest/")).forEach(poor.withheld::add);
            Files.delete(proof());
            fetchFrom(poor);
        }
        assertThat(shell.read("verify", "--offline", node.toString())
                        .ends(ExitCode.OK)
                        .out())
                .contains("log entry    absent: the proof holds no log/proof/1", "attestation  absent");
        // Another fetch, of what is in use already, keeps what is there now.
        fetchNow();
        assertThat(shell.read("verify", "--offline", node.toString())
                        .ends(ExitCode.OK)
                        .out())
                .contains("log entry    1 of ", "attestation  https://slsa.dev/provenance/v1, by");
    }

    /** Another fetch of what is in use, from a mirror that has less. */
    @Test
    void aProofDoesNotGetWorse() throws Exception {
        try (HttpMirror poor = new HttpMirror(shell.repository)) {
            poor.withheld.add("log/proof/0");
            fetchFrom(poor);
            poor.asked.stream().filter(path -> path.startsWith("attest/")).forEach(poor.withheld::add);
            fetchFrom(poor);
        }
        assertThat(shell.read("verify", "--offline", node.toString())
                        .ends(ExitCode.OK)
                        .out())
                .contains("log entry    0 of ", "attestation  https://slsa.dev/provenance/v1, by");
    }

    /** A log that is not the repository's keeps nobody from fetching who does not require it, and proves nothing. */
    @Test
    void aLieAboutTheLogIsNotKept() throws Exception {
        shell.publishAgain();
        try (HttpMirror liar = new HttpMirror(shell.repository)) {
            liar.forged.put("log/seq/1", Files.readAllBytes(shell.repository.resolve("log/seq/0")));
            fetchFrom(liar);
        }
        assertThat(shell.read("verify", "--offline", node.toString())
                        .ends(ExitCode.OK)
                        .out())
                .contains("log entry    absent");
    }

    @Test
    void eachVersionHasItsOwnAndThatGoesWithIt() throws Exception {
        shell.publishAgain();
        fetchNow();
        assertThat(shell.read("verify", "--offline", node + "@1")
                        .ends(ExitCode.OK)
                        .out())
                .contains("mainnet/archive @ 1");
        shell.write("next", Shell.noise(9, 10_000));
        shell.publish(Shell.CHANNEL);
        fetchNow();
        try (Stream<Path> left = Files.list(node.resolve(".freshet/proofs"))) {
            assertThat(left.map(path -> path.getFileName().toString().substring(0, 6)))
                    .containsExactlyInAnyOrder("000002", "000003");
        }
    }

    @Test
    void whatCannotBeDoneIsSaid() throws Exception {
        assertThat(shell.read("verify", "--offline", "file:" + shell.repository)
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("--offline is for a fetched directory");
        Files.delete(proof());
        assertThat(shell.read("verify", "--offline", node.toString())
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("kept no proof of it");
    }
}
