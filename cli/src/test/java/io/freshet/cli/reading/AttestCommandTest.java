package io.freshet.cli.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.attest.Envelope;
import io.freshet.core.attest.ResourceDescriptor;
import io.freshet.core.attest.Statement;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code freshet attest show} and {@code freshet attest verify}. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class AttestCommandTest {

    @TempDir
    Path directory;

    private Shell shell;
    private String url;
    private Digest current;
    private Digest before;

    @BeforeEach
    void publish() throws Exception {
        shell = new Shell(directory);
        shell.init(Shell.CHANNEL);
        shell.publishTwice();
        url = "file:" + shell.repository;
        current = manifest("@2");
        before = manifest("@1");
    }

    private Digest manifest(String release) throws Exception {
        JsonNode json = shell.read("show", url, "--channel", release, "--json")
                .ends(ExitCode.OK)
                .json();
        return Digest.parse(json.get("manifest").textValue());
    }

    private Path at(Digest manifest, int number) {
        return shell.repository.resolve(AttestationPath.of(manifest, number));
    }

    @Test
    void aReleaseIsAttestedByItsChannel() throws Exception {
        JsonNode json =
                shell.read("attest", "verify", url, "--json").ends(ExitCode.OK).json();
        assertThat(json.get("verified").booleanValue()).isTrue();
        assertThat(json.get("sequence").longValue()).isEqualTo(2);
        JsonNode one = json.at("/attestations/0");
        assertThat(one.get("signedBy").get(0).get("id"))
                .isEqualTo(one.get("keyIds").get(0));
        assertThat(one.at("/predicate/buildDefinition/externalParameters/source/height")
                        .longValue())
                .isEqualTo(200);
        assertThat(one.at("/predicate/buildDefinition/resolvedDependencies/0/digest/sha256")
                        .textValue())
                .isEqualTo(before.toString());
        assertThat(shell.read("attest", "verify", url, "--channel", "@1")
                        .ends(ExitCode.OK)
                        .out())
                .contains("mainnet/archive@1", before.toString(), "verified     1 key of the channel has signed it");
    }

    @Test
    void whatIsShownIsWhoSaysWhat() throws Exception {
        try (HttpMirror mirror = new HttpMirror(shell.repository)) {
            assertThat(shell.read("attest", "show", mirror.url())
                            .ends(ExitCode.OK)
                            .out())
                    .contains(
                            "release      mainnet/archive@2",
                            "attestation  " + AttestationPath.of(current, 0),
                            "signed by  ed25519 ",
                            "type       https://slsa.dev/provenance/v1",
                            "builder    tag:freshet.io,2026:repository/",
                            "source     {",
                            "\n  cut        **: by content, 128 to 2048 KiB, about 512\n",
                            "input      {")
                    .containsPattern("input +\\{.*" + before)
                    .doesNotContain("worthless", "profile");
        }
    }

    @Test
    void aChangedStatementIsWorthNothing() throws Exception {
        Path file = at(current, 0);
        Envelope signed = Envelope.read("e", Files.readAllBytes(file));
        String lie = new String(signed.payload(), UTF_8).replace("\"height\" : 200", "\"height\" : 201");
        assertThat(lie).contains("201");
        Files.write(file, new Envelope(signed.payloadType(), lie.getBytes(UTF_8), signed.signatures()).toBytes());
        assertThat(shell.read("attest", "verify", url).ends(ExitCode.DIFFERENT).out())
                .contains(
                        "worthless  none of the keys that count has signed it",
                        "refused      0 keys of the channel have signed it, 1 is needed");
        assertThat(shell.read("attest", "show", url).ends(ExitCode.OK).out()).contains("worthless");
    }

    @Test
    void theAttestationOfAnotherReleaseIsWorthNothing() throws Exception {
        Files.copy(at(before, 0), at(current, 0), StandardCopyOption.REPLACE_EXISTING);
        assertThat(shell.read("attest", "verify", url).ends(ExitCode.DIFFERENT).out())
                .contains("worthless  it is not about manifest " + current);
    }

    @Test
    void aMirrorThatWithholdsThemIsMadeUpForByAnother() throws Exception {
        try (HttpMirror poor = new HttpMirror(shell.repository);
                HttpMirror good = new HttpMirror(shell.repository)) {
            poor.withheld.add(AttestationPath.of(current, 0));
            assertThat(shell.read("attest", "verify", poor.url())
                            .ends(ExitCode.DIFFERENT)
                            .out())
                    .contains("attestation  none");
            shell.read("attest", "verify", "--from", poor.url(), "--from", good.url())
                    .ends(ExitCode.OK);
        }
    }

    @Test
    void theKeysOfOthersCountWhereTheyAreGiven() throws Exception {
        SigningKey auditor = SigningKey.generate(new SecureRandom());
        SigningKey second = SigningKey.generate(new SecureRandom());
        Path key = Files.writeString(directory.resolve("auditor.pem"), PublicKeyFile.pem(auditor.publicKey()));
        Path other = Files.writeString(directory.resolve("second.pem"), PublicKeyFile.pem(second.publicKey()));
        Path audit = Files.write(directory.resolve("audit.json"), audit(current, auditor));
        Path stale = Files.write(directory.resolve("stale.json"), audit(before, second));

        verify(ExitCode.DIFFERENT, "--key", key.toString());
        verify(ExitCode.OK, "--key", key.toString(), "--attestation", audit.toString());
        // By all keys that are given, unless fewer will do; what is about another release does not count.
        String[] both = {
            "--key", key.toString(),
            "--key", other.toString(),
            "--attestation", audit.toString(),
            "--attestation", stale.toString()
        };
        verify(ExitCode.DIFFERENT, both);
        String[] one = java.util.Arrays.copyOf(both, both.length + 2);
        one[both.length] = "--threshold";
        one[both.length + 1] = "1";
        verify(ExitCode.OK, one);

        Files.write(at(current, 1), audit(current, second));
        verify(ExitCode.OK, both);
        // To who goes by the channel's keys, it is nothing.
        assertThat(shell.read("attest", "verify", url).ends(ExitCode.OK).out())
                .contains(AttestationPath.of(current, 1), "worthless");
    }

    private void verify(ExitCode end, String... more) {
        String[] all = new String[more.length + 3];
        System.arraycopy(new String[] {"attest", "verify", url}, 0, all, 0, 3);
        System.arraycopy(more, 0, all, 3, more.length);
        shell.read(all).ends(end);
    }

    private static byte[] audit(Digest manifest, SigningKey by) throws Exception {
        Statement statement = new Statement(
                List.of(ResourceDescriptor.object("a manifest", manifest)),
                "https://example.com/audit/v1",
                UnknownFields.NONE);
        return Envelope.sign(Statement.PAYLOAD_TYPE, statement.toBytes(), List.of(by))
                .toBytes();
    }

    @Test
    void whatIsNoneIsShownAsSuch() throws Exception {
        Files.writeString(at(current, 1), "nothing");
        assertThat(shell.read("attest", "verify", url).ends(ExitCode.OK).out())
                .contains(AttestationPath.of(current, 1), "worthless  " + AttestationPath.of(current, 1));
    }

    @Test
    void wrongOptionsAreSaid() {
        assertThat(shell.read("attest", "verify", url, "--threshold", "1")
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("--threshold is 1 to the number of keys that --key names");
        assertThat(shell.read("attest", "show", url, "--attestation", "nowhere.json")
                        .ends(ExitCode.USAGE)
                        .err())
                .contains("there is no file nowhere.json");
    }
}
