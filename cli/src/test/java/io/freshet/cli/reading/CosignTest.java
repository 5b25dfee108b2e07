package io.freshet.cli.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.providers.testkit.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Freshet exports and cosign verifies, and the other way round. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class CosignTest {

    @TempDir
    Path directory;

    private final ObjectMapper mapper = new ObjectMapper();
    private Path cosign;
    private Shell shell;
    private String url;
    private Path out;

    @BeforeEach
    void find() throws Exception {
        // go install github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3, which takes a quarter of an hour
        cosign = Path.of(ServerProcess.require("cosign", "FRESHET_TEST_COSIGN"));
        shell = new Shell(directory);
        url = "file:" + shell.repository;
        out = directory.resolve("claims");
    }

    /** Publishes with an online key of that type, and exports what the publisher claims. */
    private JsonNode export(String type) throws Exception {
        Files.createDirectory(directory.resolve("keys"));
        generate("online", type);
        generate("root-1", "ed25519");
        generate("root-2", "ed25519");
        shell.init(Shell.CHANNEL);
        shell.write("a", Shell.noise(1, 10_000));
        shell.publish(Shell.CHANNEL);
        JsonNode json = shell.read("attest", "export", url, "--out", out.toString(), "--json")
                .ends(ExitCode.OK)
                .json();
        return json.get("bundles").get(0);
    }

    private void generate(String name, String type) {
        shell.run("key", "generate", directory.resolve("keys/" + name + ".key").toString(), "--type", type)
                .ends(ExitCode.OK);
    }

    private record Said(int code, String text) {}

    /** Runs what a shell is told, cosign being the one that was found. */
    private Said run(String command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        cosign.toAbsolutePath().getParent() + ":" + System.getenv("PATH"),
                        "COSIGN_PASSWORD",
                        "words",
                        "HOME",
                        directory.toString()));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Said(process.waitFor(), said);
    }

    private void verified(String command) throws Exception {
        Said said = run(command);
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text()).contains("Verified OK");
    }

    private void refused(String command, String why) throws Exception {
        Said said = run(command);
        assertThat(said.code()).as(said.text()).isNotZero();
        assertThat(said.text()).contains(why).doesNotContain("Verified OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa"})
    void cosignVerifiesWhatWasExportedAndNothingElse(String type) throws Exception {
        JsonNode bundle = export(type);
        String command = bundle.get("cosign").textValue();
        verified(command);

        Path manifest = out.resolve("manifest.json");
        byte[] published = Files.readAllBytes(manifest);
        Files.write(
                manifest, new String(published, UTF_8).replaceFirst("1", "2").getBytes(UTF_8));
        refused(command, "do not match digests in statement");
        Files.write(manifest, published);
        verified(command);

        Path file = Path.of(bundle.get("bundle").textValue());
        byte[] whole = Files.readAllBytes(file);
        ObjectNode lie = (ObjectNode) mapper.readTree(whole);
        ObjectNode envelope = (ObjectNode) lie.get("dsseEnvelope");
        String payload = new String(envelope.get("payload").binaryValue(), UTF_8);
        assertThat(payload).contains(Shell.CHANNEL);
        envelope.put(
                "payload",
                Base64.getEncoder()
                        .encodeToString(payload.replace(Shell.CHANNEL, "mainnet/another")
                                .getBytes(UTF_8)));
        Files.write(file, mapper.writeValueAsBytes(lie));
        refused(command, "could not verify envelope");
        Files.write(file, whole);
        refused(command.replace("slsaprovenance1", "spdx"), "invalid predicate type");
        cosignKey("other");
        Files.copy(directory.resolve("other.pub"), out.resolve("1.pem"), StandardCopyOption.REPLACE_EXISTING);
        refused(command, "failed to verify signature");
    }

    /** It takes an RSA key of {@code --key} for one of PKCS #1 v1.5. */
    @Test
    void cosignVerifiesNoRsaOfOursAsIsSaid() throws Exception {
        JsonNode bundle = export("rsa");
        assertThat(bundle.has("cosign")).isFalse();
        refused(
                "cosign verify-blob-attestation --key claims/1.pem --bundle claims/1.sigstore.json"
                        + " --type slsaprovenance1 --insecure-ignore-tlog claims/manifest.json",
                "failed to verify signature");
        // Here it is.
        shell.read("attest", "verify", url, "--key", bundle.get("key").textValue())
                .ends(ExitCode.OK);
        assertThat(shell.read("attest", "export", url, "--out", directory.resolve("more") + "")
                        .ends(ExitCode.OK)
                        .out())
                .contains("cosign     can't verify it by --key");
    }

    private void cosignKey(String name) throws Exception {
        Said made = run("cosign generate-key-pair --output-key-prefix " + name);
        assertThat(made.code()).as(made.text()).isZero();
    }

    private Path attest(String key, String manifest) throws Exception {
        Files.writeString(
                directory.resolve("predicate.json"),
                "{\"buildDefinition\": {\"buildType\": \"https://example.com/audit\", \"externalParameters\": {\"a\":"
                        + " 1}}, \"runDetails\": {\"builder\": {\"id\": \"https://example.com/ci\"}}}");
        Said made = run("cosign attest-blob --key " + key
                + " --type slsaprovenance1 --predicate predicate.json --bundle "
                + "audit.json --new-bundle-format --use-signing-config=false --tlog-upload=false --yes " + manifest);
        assertThat(made.code()).as(made.text()).isZero();
        return directory.resolve("audit.json");
    }

    private Shell.Run verify(String key, Path bundle) {
        return shell.read(
                "attest",
                "verify",
                url,
                "--key",
                directory.resolve(key).toString(),
                "--attestation",
                bundle.toString());
    }

    @Test
    void whatCosignAttestedIsVerified() throws Exception {
        export("ed25519");
        cosignKey("auditor");
        Path bundle = attest("auditor.key", "claims/manifest.json");
        assertThat(verify("auditor.pub", bundle).ends(ExitCode.OK).out())
                .contains("  builder    https://example.com/ci", "1 key of --key has signed it, 1 is needed");
        // Of nobody who counts, it is shown who it says has signed it.
        assertThat(verify("claims/1.pem", bundle).ends(ExitCode.OK).out())
                .contains("says       it is signed by ", "worthless  none of the keys that count has signed it");

        Path another = Files.writeString(directory.resolve("another.json"), "{}");
        assertThat(verify("auditor.pub", attest("auditor.key", another.toString()))
                        .ends(ExitCode.DIFFERENT)
                        .out())
                .contains("worthless  it is not about manifest ");

        // And back: what was verified here, cosign verifies once more.
        Path again = directory.resolve("again");
        JsonNode exported = shell.read(
                        "attest",
                        "export",
                        url,
                        "--key",
                        directory.resolve("auditor.pub").toString(),
                        "--attestation",
                        attest("auditor.key", "claims/manifest.json").toString(),
                        "--out",
                        again.toString(),
                        "--json")
                .ends(ExitCode.OK)
                .json();
        verified(exported.at("/bundles/0/cosign").textValue());
        assertThat(again.resolve("1.pem")).hasSameTextualContentAs(directory.resolve("auditor.pub"));
    }

    /** With a key of Ed25519 it signs by Ed25519ph, which it verifies no more than we do. */
    @Test
    void whatCosignSignsByEd25519phIsVerifiedByNobody() throws Exception {
        export("ecdsa");
        Said made = run("openssl genpkey -algorithm ed25519 -out ed.pem && openssl pkey -in ed.pem -pubout -out ed.pub"
                + " && cosign import-key-pair --key ed.pem --output-key-prefix imported");
        assertThat(made.code()).as(made.text()).isZero();
        Path bundle = attest("imported.key", "claims/manifest.json");
        refused(
                "cosign verify-blob-attestation --key ed.pub --bundle audit.json --type slsaprovenance1"
                        + " --insecure-ignore-tlog claims/manifest.json",
                "failed to verify signature");
        assertThat(verify("ed.pub", bundle).ends(ExitCode.DIFFERENT).out())
                .contains("none of the keys that count has signed it");
    }
}
