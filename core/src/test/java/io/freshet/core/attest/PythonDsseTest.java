package io.freshet.core.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.core.testing.Python;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.VerifyingKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same envelopes through securesystemslib, and the same statements through in-toto's own reader, in both directions. */
class PythonDsseTest {

    private static final String PYTHON = Python.VARIABLE;

    @TempDir
    private Path directory;

    @BeforeAll
    static void hasThem() throws Exception {
        assumeTrue(System.getenv(PYTHON) != null, PYTHON + " names no python");
        Process probe = new ProcessBuilder(
                        System.getenv(PYTHON), "-c", "import securesystemslib.dsse, in_toto_attestation")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assumeTrue(
                probe.waitFor(60, TimeUnit.SECONDS) && probe.exitValue() == 0,
                "python has no securesystemslib and in-toto-attestation (pip install both)");
    }

    @ParameterizedTest
    @EnumSource
    void securesystemslibVerifiesOurs(TestSigner signer) throws Exception {
        Statement statement = TestSnapshot.read().statement();
        Envelope envelope = Envelope.sign(Statement.PAYLOAD_TYPE, statement.toBytes(), List.of(signer.key()));
        Path file = Files.write(directory.resolve("envelope.json"), envelope.toBytes());
        Path key = Files.writeString(
                directory.resolve("key.pem"), PublicKeyFile.pem(signer.key().publicKey()));

        String said = run(
                "read_envelope.py",
                file.toString(),
                key.toString(),
                signer.key().id());
        assertThat(said.lines())
                .containsExactly(
                        "verified " + signer.key().id(),
                        "https://slsa.dev/provenance/v1",
                        TestSnapshot.read().digest().toString());
    }

    @Test
    void securesystemslibRefusesWhatWeRefuse() throws Exception {
        Envelope signed = Envelope.sign(
                Statement.PAYLOAD_TYPE, TestSnapshot.read().statement().toBytes(), List.of(TestSigner.P256.key()));
        Path file = Files.write(directory.resolve("envelope.json"), signed.toBytes());
        Path key = Files.writeString(
                directory.resolve("key.pem"),
                PublicKeyFile.pem(TestSigner.ED25519.key().publicKey()));
        assertThat(run(
                        "read_envelope.py",
                        file.toString(),
                        key.toString(),
                        TestSigner.P256.key().id()))
                .isEqualTo("refused\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void oursVerifiesWhatSecuresystemslibMade(String type) throws Exception {
        Path file = directory.resolve("envelope.json");
        Path pem = directory.resolve("key.pem");
        String digest = TestSnapshot.read().digest().toString();
        run("make_envelope.py", type, file.toString(), pem.toString(), digest);

        VerifyingKey key = PublicKeyFile.read(pem);
        Envelope envelope = Envelope.read("envelope.json", Files.readAllBytes(file));
        assertThat(envelope.signedBy(List.of(key))).containsExactly(key);
        assertThat(key.algorithm()).isEqualTo(type);
        Statement statement = Statement.read("envelope.json", envelope);
        assertThat(statement.predicateType()).isEqualTo("https://example.com/audit/v1");
        assertThat(statement.differsFrom(
                        TestSnapshot.read().digest(), TestSnapshot.read().manifest()))
                .isEmpty();
    }

    private String run(String script, String... arguments) throws Exception {
        return new Python(PythonDsseTest.class, directory).run(script, arguments);
    }
}
