package io.freshet.core.attest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigstoreBundleTest {

    private static final String SIGNATURE = "{\"sig\":\"AQ==\"}";

    private final TestSnapshot snapshot = TestSnapshot.read();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void aBundleHasOneKeysSignature(TestSigner signer) throws IOException {
        Envelope both = Envelope.sign(
                Statement.PAYLOAD_TYPE,
                snapshot.statement().toBytes(),
                List.of(other(signer).key(), signer.key()));
        SigstoreBundle bundle = SigstoreBundle.of(both, signer.key().publicKey());
        JsonNode json = new ObjectMapper().readTree(bundle.toBytes());
        assertThat(json.get("mediaType").textValue()).isEqualTo("application/vnd.dev.sigstore.bundle.v0.3+json");
        String pem = PublicKeyFile.pem(signer.key().publicKey()).replaceAll("-----.*-----|\\s", "");
        String hint = Base64.getEncoder()
                .encodeToString(Digest.of(Base64.getDecoder().decode(pem)).bytes());
        assertThat(json.at("/verificationMaterial/publicKey/hint").textValue()).isEqualTo(hint);
        assertThat(json.at("/dsseEnvelope/signatures")).hasSize(1);
        assertThat(json.at("/dsseEnvelope/signatures/0").has("keyid")).isFalse();
        assertThat(json.at("/dsseEnvelope/payloadType").textValue()).isEqualTo("application/vnd.in-toto+json");
        assertThat(json.at("/dsseEnvelope/payload").binaryValue())
                .isEqualTo(snapshot.statement().toBytes());

        Envelope again = SigstoreBundle.read("b", bundle.toBytes()).envelope();
        assertThat(again.signedBy(
                        List.of(other(signer).key().publicKey(), signer.key().publicKey())))
                .containsExactly(signer.key().publicKey());
    }

    private static TestSigner other(TestSigner signer) {
        return signer == TestSigner.ED25519 ? TestSigner.P256 : TestSigner.ED25519;
    }

    @Test
    void whoHasNotSignedHasNoBundle() throws IOException {
        Envelope signed = Envelope.sign("t", new byte[1], List.of(TestSigner.P256.key()));
        VerifyingKey other = TestSigner.ED25519.key().publicKey();
        assertThatThrownBy(() -> SigstoreBundle.of(signed, other)).hasMessageContaining("has not signed it");
    }

    /**
     * {@code cosign attest-blob --type slsaprovenance1}, version 3.1.3, with a key of {@code cosign generate-key-pair}, about
     * the manifest of the format's vector.
     */
    @Test
    void whatCosignMadeIsAboutTheManifest() throws IOException {
        byte[] bytes = resource("cosign.sigstore.json");
        VerifyingKey key = PublicKeyFile.read(Files.write(directory.resolve("cosign.pub"), resource("cosign.pub")));
        assertThat(SigstoreBundle.isMeant(bytes)).isTrue();
        SigstoreBundle bundle = SigstoreBundle.read("b", bytes);
        Attestation judged =
                Attestation.judge("b", bundle.envelope(), List.of(key), snapshot.digest(), snapshot.manifest());
        assertThat(judged.problem()).isEmpty();
        assertThat(judged.signedBy()).containsExactly(key);
        assertThat(judged.keyIds()).containsExactly(SigstoreBundle.hint(key));
        assertThat(judged.statement().orElseThrow().predicateType()).isEqualTo(Provenance.TYPE);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = SigstoreBundleTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.dev.sigstore.bundle.v0.3+json",
                "application/vnd.dev.sigstore.bundle+json;version=0.1",
                "application/vnd.dev.sigstore.bundle+json;version=0.2",
                "application/vnd.dev.sigstore.bundle+json;version=0.3"
            })
    void allTypesThatClientsMustAcceptAreRead(String type) throws JsonException {
        String json = bundle(
                type,
                "{\"publicKey\":{},\"tlogEntries\":[{\"logIndex\":\"7\"}],\"timestampVerificationData\":"
                        + "{\"rfc3161Timestamps\":[{\"signedTimestamp\":\"BQY=\"},{\"signedTimestamp\":\"Bw==\"}]}}",
                SIGNATURE);
        SigstoreBundle read = SigstoreBundle.read("b", json.getBytes(UTF_8));
        assertThat(read.hint()).isEmpty();
        assertThat(read.signature()).containsExactly(1);
        assertThat(read.timestamps()).containsExactly(new byte[] {5, 6}, new byte[] {7});
        assertThat(SigstoreBundle.read("again", read.toBytes()).timestamps())
                .containsExactly(new byte[] {5, 6}, new byte[] {7});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v0.4+json | {\"publicKey\":{}} | {\"sig\":\"AQ==\"} | up to version 0.3",
                "v0.3+json | {\"publicKey\":{}} | {\"sig\":\"AQ==\"},{\"sig\":\"AQ==\"} | exactly one signature",
                "v0.3+json | {\"publicKey\":{\"hint\":\"a\"}} | {\"sig\":\"AQ==\",\"keyid\":\"b\"} | another key",
                "v0.3+json | {\"certificate\":{\"rawBytes\":\"\"}} | {\"sig\":\"AQ==\"} | verified by cosign",
                "v0.3+json | {\"publicKey\":7} | {\"sig\":\"AQ==\"} | must be an object",
                "v0.3+json | {\"publicKey\":{}} | {\"sig\":\"!\"} | /dsseEnvelope/signatures/0",
                "v0.3+json | {\"publicKey\":{},\"timestampVerificationData\":{\"rfc3161Timestamps\":[{}]}}"
                        + " | {\"sig\":\"AQ==\"} | signedTimestamp"
            })
    void whatIsNoBundleIsRefused(String version, String material, String signatures, String why) {
        String json = bundle("application/vnd.dev.sigstore.bundle." + version, material, signatures);
        assertThat(SigstoreBundle.isMeant(json.getBytes(UTF_8))).isTrue();
        assertThatThrownBy(() -> SigstoreBundle.read("b", json.getBytes(UTF_8)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining(why);
    }

    @Test
    void thirtyThreeTimestampsAreTooMany() {
        String many = "{\"signedTimestamp\":\"AQ==\"},".repeat(33);
        String json = bundle(
                "application/vnd.dev.sigstore.bundle.v0.3+json",
                "{\"publicKey\":{},\"timestampVerificationData\":{\"rfc3161Timestamps\":["
                        + many.substring(0, many.length() - 1) + "]}}",
                SIGNATURE);
        assertThatThrownBy(() -> SigstoreBundle.read("b", json.getBytes(UTF_8)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("at most 32 timestamps");
    }

    @Test
    void aBundleOfABareSignatureClaimsNothing() {
        String json = "{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\",\"verificationMaterial\":"
                + "{\"publicKey\":{}},\"messageSignature\":{}}";
        assertThatThrownBy(() -> SigstoreBundle.read("b", json.getBytes(UTF_8))).hasMessageContaining("claims nothing");
    }

    @Test
    void whatIsLargerThanAnyIsNotParsed() {
        byte[] bytes = new byte[SigstoreBundle.LIMITS.maxBytes() + 1];
        assertThatThrownBy(() -> SigstoreBundle.read("b", bytes)).isInstanceOf(JsonException.TooLarge.class);
        assertThat(SigstoreBundle.isMeant(bytes)).isFalse();
    }

    @Test
    void anEnvelopeIsNotMeantToBeOne() throws IOException {
        Envelope envelope = Envelope.sign("t", new byte[1], List.of(TestSigner.ED25519.key()));
        assertThat(SigstoreBundle.isMeant(envelope.toBytes())).isFalse();
    }

    private static String bundle(String type, String material, String signatures) {
        return "{\"mediaType\":\"" + type + "\",\"verificationMaterial\":" + material
                + ",\"dsseEnvelope\":{\"payload\":\"e30=\",\"payloadType\":\"t\",\"signatures\":[" + signatures + "]}}";
    }
}
