package io.freshet.cli.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.core.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code freshet prove}, and {@code freshet verify --proof} of what it has written. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ProveTest {

    @TempDir
    Path directory;

    private Shell shell;
    private Path node;
    private Path proof;

    @BeforeEach
    void fetch() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL);
        shell.write("empty", new byte[0]);
        shell.publishOnce();
        node = directory.resolve("node");
        proof = directory.resolve("file.proof");
        try (HttpMirror mirror = new HttpMirror(shell.repository)) {
            shell.read("fetch", "--from", mirror.url(), "--channel", Shell.CHANNEL, "--into", node.toString())
                    .ends(ExitCode.OK);
        }
    }

    private Shell.Run prove(String path) {
        return shell.run("prove", node.resolve(path).toString(), "--out", proof.toString());
    }

    private Shell.Run verify(Path file) {
        return shell.read("verify", "--proof", proof.toString(), file.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "db/mdbx.dat, 2048000, 500",
        "tables/1.sst, 900000, ",
        "meta/a.json, 2, 0",
        "zeros, 1048576, 0",
        "empty, 0, 0"
    })
    void aFileIsVerifiedByItsProofAlone(String path, long bytes, Long chunks) throws Exception {
        prove("current/" + path).ends(ExitCode.OK);
        Path alone = Files.copy(node.resolve("current").resolve(path), directory.resolve("alone"));
        JsonNode json = shell.read("verify", "--proof", proof.toString(), alone.toString(), "--json")
                .ends(ExitCode.OK)
                .json();
        assertThat(json.at("/file/path").textValue()).isEqualTo(path);
        assertThat(json.at("/file/bytes").longValue()).isEqualTo(bytes);
        if (chunks != null) {
            assertThat(json.at("/file/chunks").longValue()).isEqualTo(chunks);
        }
        assertThat(json.at("/compared/wrongBytes").longValue()).isZero();
        assertThat(json.at("/proof/log/entry").longValue()).isZero();
        assertThat(json.at("/proof/rootGiven").booleanValue()).isTrue();
    }

    @Test
    void eachStepIsSaid() {
        assertThat(prove("current/db/mdbx.dat").ends(ExitCode.OK).out())
                .contains("proven       db/mdbx.dat of mainnet/archive @ 1, 2.05 MB in ", "written      " + proof);
        assertThat(verify(node.resolve("current/db/mdbx.dat")).ends(ExitCode.OK).out())
                .contains(
                        "root         version 1, by the one that was given",
                        "log entry    0 of ",
                        "attestation  https://slsa.dev/provenance/v1, by ",
                        "file         db/mdbx.dat of mainnet/archive @ 1",
                        "to the byte");
        assertThat(shell.run("verify", "--proof", proof.toString())
                        .ends(ExitCode.OK)
                        .out())
                .contains("by what lies here alone", "no file was named to be compared");
    }

    @Test
    void anotherFileDiffers() throws Exception {
        prove("current/tables/1.sst").ends(ExitCode.OK);
        byte[] bytes = Files.readAllBytes(node.resolve("current/tables/1.sst"));
        Path other = directory.resolve("other");
        Files.write(other, Arrays.copyOf(bytes, bytes.length + 1));
        assertThat(verify(other).ends(ExitCode.DIFFERENT).out()).contains("1 B lie in chunks that differ");
        Files.write(other, Arrays.copyOf(bytes, bytes.length - 1));
        verify(other).ends(ExitCode.DIFFERENT);
        bytes[12345]++;
        Files.write(other, bytes);
        assertThat(verify(other).ends(ExitCode.DIFFERENT).out()).contains("changed      " + other);
    }

    /** The proof is of what was released, whatever has become of the file since. */
    @Test
    void aFileThatTheNodeHasChangedIsProvenAsItWas() throws Exception {
        Path file = node.resolve("current/db/mdbx.dat");
        byte[] before = Files.readAllBytes(file);
        byte[] after = before.clone();
        after[0]++;
        Files.write(file, after);
        prove("versions/" + node.resolve("current").toRealPath().getFileName() + "/db/mdbx.dat")
                .ends(ExitCode.OK);
        verify(file).ends(ExitCode.DIFFERENT);
        verify(Files.write(directory.resolve("old"), before)).ends(ExitCode.OK);
    }

    @Test
    void aProofOfAnotherRepositoryProvesNothingHere() throws Exception {
        prove("current/zeros").ends(ExitCode.OK);
        Shell other = new Shell(Files.createDirectories(directory.resolve("other")));
        other.init(Shell.CHANNEL);
        other.read("verify", "--proof", proof.toString()).ends(ExitCode.UNTRUSTED);
        String sha256 = Digest.of(Files.readAllBytes(shell.root)).toString();
        shell.run("verify", "--proof", proof.toString(), "--root-sha256", sha256)
                .ends(ExitCode.OK);
    }

    /** What is behind the release's own proof are entries and hashes alone, each bit of which counts. */
    @Test
    void aProofThatWasChangedProvesNothing() throws Exception {
        prove("current/db/mdbx.dat").ends(ExitCode.OK);
        byte[] good = Files.readAllBytes(proof);
        for (int at = good.length - 1; at > good.length - 12_000; at -= 397) {
            byte[] bad = good.clone();
            bad[at] ^= 4;
            Files.write(proof, bad);
            assertThat(shell.read("verify", "--proof", proof.toString()).code())
                    .as("byte %d", at)
                    .isEqualTo(ExitCode.UNTRUSTED.code());
        }
        Files.write(proof, Arrays.copyOf(good, good.length - 1));
        shell.read("verify", "--proof", proof.toString()).ends(ExitCode.UNTRUSTED);
        Files.write(proof, Arrays.copyOf(good, good.length + 1));
        shell.read("verify", "--proof", proof.toString()).ends(ExitCode.UNTRUSTED);
    }

    @Test
    void whatHasNoProofIsSaid() throws Exception {
        assertThat(prove("current/nowhere").ends(ExitCode.USAGE).err()).contains("is not in release");
        assertThat(prove("current/db").ends(ExitCode.USAGE).err()).contains("current/db is a directory");
        assertThat(prove("current/CURRENT").ends(ExitCode.USAGE).err()).contains("current/CURRENT is a link");
        assertThat(prove(".freshet/lock").ends(ExitCode.USAGE).err()).contains("is no file of a version");
        assertThat(shell.run("prove", shell.source.resolve("zeros").toString(), "--out", proof.toString())
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("lies in no fetched directory");
        assertThat(shell.read("verify", "--proof", "nowhere.proof")
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("--proof: there is no file nowhere.proof");
        assertThat(proof).doesNotExist();
    }
}
