package io.freshet.cli.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TiledTree;
import io.freshet.core.log.TlogProof;
import io.freshet.core.log.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet log verify} and {@code freshet log show}, of directories and over HTTP. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LogCommandTest {

    @TempDir
    Path directory;

    private Shell shell;
    private LogForge forge;
    private String url;

    @BeforeEach
    void publish() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL, "mainnet/full");
        shell.publishTwice();
        shell.publish("mainnet/full", "--height", "300");
        forge = new LogForge(shell.repository);
        url = "file:" + shell.repository;
    }

    private void assertDiffers(String... said) {
        assertThat(shell.read("log", "verify", url).ends(ExitCode.DIFFERENT).out())
                .contains(said);
    }

    @Test
    void aWholeLogIsVerified() throws Exception {
        JsonNode json = shell.read("log", "verify", url, "--json")
                .ends(ExitCode.OK)
                .json()
                .get("repositories")
                .get(0);
        assertThat(json.get("size").longValue()).isEqualTo(3);
        assertThat(json.get("released").longValue()).isEqualTo(3);
        assertThat(json.get("origin").textValue()).matches("freshet/[0-9a-f]{64}");
        assertThat(VerifierKey.parse(json.get("keys").get(0).textValue()).name())
                .isEqualTo(json.get("origin").textValue());
        assertThat(json.get("channels").toString()).contains("\"mainnet/archive\":2", "\"mainnet/full\":1");
        assertThat(shell.read("log", "verify", url).ends(ExitCode.OK).out())
                .contains(
                        "size         3, root ",
                        "channel      mainnet/archive, 2 releases",
                        "verified     every entry");
    }

    @Test
    void entriesAreListedNewestFirst() throws Exception {
        try (HttpMirror mirror = new HttpMirror(shell.repository)) {
            String out =
                    shell.read("log", "show", mirror.url()).ends(ExitCode.OK).out();
            assertThat(out.lines()).hasSize(3);
            assertThat(out.lines().findFirst().orElseThrow())
                    .matches(" +2  .* UTC  mainnet/full @ 1, height 300  [0-9a-f]{64}");
        }
        JsonNode json = shell.read("log", "show", url, "--channel", Shell.CHANNEL, "--json")
                .ends(ExitCode.OK)
                .json();
        assertThat(json.get("size").longValue()).isEqualTo(3);
        assertThat(json.get("entries"))
                .extracting(entry -> entry.get("sequence").longValue())
                .containsExactly(2L, 1L);
        assertThat(json.get("entries"))
                .extracting(entry -> entry.get("height").longValue())
                .containsExactly(200L, 100L);
    }

    @Test
    void anEntryThatWasChangedInTheSequenceIsNamed() throws Exception {
        Files.copy(forge.at("log/seq/0"), forge.at("log/seq/1"), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(forge.at("log/seq/2"));
        assertDiffers("log/seq/1 is not the entry that the tree has", "log/seq/2 is missing", "2 differences");
    }

    @Test
    void aBundleThatWasChangedIsNamed() throws Exception {
        byte[] bundle = forge.read("log/tile/entries/000.p/3");
        bundle[100] ^= 1;
        Files.write(forge.at("log/tile/entries/000.p/3"), bundle);
        assertDiffers("tile/entries/000.p/3, entry 0 is not that of the log's tree");
    }

    @Test
    void aReleaseThatIsInNoEntryIsNamed() throws Exception {
        Path earlier = forge.copy(directory.resolve("earlier"));
        shell.write("next", Shell.noise(9, 1000));
        shell.publish("mainnet/full");
        Files.copy(earlier.resolve("log/checkpoint"), forge.at("log/checkpoint"), StandardCopyOption.REPLACE_EXISTING);
        assertDiffers(
                "the checkpoint has 3 entries, and the snapshot says that there are 4",
                "no entry of the log is that of mainnet/full@2");
    }

    @Test
    void aCheckpointByAForeignKeyIsNone() throws Exception {
        forge.forgeCheckpoint();
        assertDiffers("no known key of the log \"freshet/", "no entry of the log is that of mainnet/archive@2");
        assertThat(shell.read("log", "show", url).ends(ExitCode.UNAVAILABLE).err())
                .contains("has signed the checkpoint");
    }

    @Test
    void aProofThatIsMissingOrOfAnotherEntryIsNamed() throws Exception {
        byte[] older = forge.read("log/proof/0");
        // A follower has no proofs of releases that it never had as current ones.
        Files.delete(forge.at("log/proof/0"));
        shell.read("log", "verify", url).ends(ExitCode.OK);
        Files.write(forge.at("log/proof/1"), older);
        assertDiffers("log/proof/1 proves entry 0", "1 difference");
        Files.delete(forge.at("log/proof/1"));
        assertDiffers("log/proof/1 is missing", "1 difference");
    }

    @Test
    void aProofThatDoesNotLeadToItsCheckpointIsNamed() throws Exception {
        String proof = Files.readString(forge.at("log/proof/2"));
        String wrong = proof.replaceFirst("(?m)^[A-Za-z0-9+/]{43}=$", "A".repeat(43) + "=");
        assertThat(wrong).isNotEqualTo(proof);
        Files.writeString(forge.at("log/proof/2"), wrong);
        assertDiffers("log/proof/2 does not lead from the entry to its checkpoint", "1 difference");
        Files.writeString(forge.at("log/proof/2"), "nonsense\n");
        assertDiffers("log/proof/2", "line 1", "1 difference");
    }

    /** As an older online key left it: what it proves is in the tree. */
    @Test
    void aProofByAKeyThatWasReplacedIsRight() throws Exception {
        forge.forgeProof(2);
        shell.read("log", "verify", url).ends(ExitCode.OK);
    }

    /** The log's key has signed a tree in which the entry is, too, and which is not the one that is shown. */
    @Test
    void aProofUnderAnotherHistoryIsNamed() throws Exception {
        Path earlier = forge.copy(directory.resolve("earlier"));
        publishNext(9);
        LogForge other = new LogForge(forge.copy(directory.resolve("other")));
        forge.rewindTo(earlier);
        publishNext(10);
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(other.read("log/checkpoint"));
        TiledTree tree = TiledTree.open(checkpoint.head(), path -> Optional.of(other.read(LogPaths.tile(path))));
        Files.write(forge.at("log/proof/2"), TlogProof.of(checkpoint, tree, 2).encode());
        assertDiffers("log/proof/2 is under another history: size 4", "1 difference");
    }

    private void publishNext(int seed) throws Exception {
        shell.write("next", Shell.noise(seed, 1000));
        shell.publish(Shell.CHANNEL);
    }

    @Test
    void aRepositoryWithoutReleasesHasNoLogAndThatIsRight() throws Exception {
        Shell fresh = new Shell(Files.createDirectories(directory.resolve("fresh")));
        fresh.init(Shell.CHANNEL);
        assertThat(fresh.read("log", "verify", "file:" + fresh.repository)
                        .ends(ExitCode.OK)
                        .out())
                .contains("size         0");
        assertThat(fresh.read("log", "show", "file:" + fresh.repository)
                        .ends(ExitCode.UNAVAILABLE)
                        .err())
                .contains("has no log/checkpoint", "with their next release");
    }

    @Test
    void aFetchedDirectoryHasNoLog() throws Exception {
        Path node = directory.resolve("node");
        try (HttpMirror mirror = new HttpMirror(shell.repository)) {
            shell.read("fetch", "--from", mirror.url(), "--channel", Shell.CHANNEL, "--into", node.toString())
                    .ends(ExitCode.OK);
        }
        assertThat(shell.read("log", "verify", node.toString())
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("is a fetched directory: give the URL of the repository");
    }
}
