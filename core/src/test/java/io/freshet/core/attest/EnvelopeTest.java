package io.freshet.core.attest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.json.JsonException;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    private static final String TYPE = "http://example.com/HelloWorld";
    private static final byte[] HELLO = "hello world".getBytes(UTF_8);

    @Test
    void signaturesAreOverWhatTheProtocolShowsAsItsExample() {
        assertThat(Envelope.preAuthenticationEncoding(TYPE, HELLO))
                .asString(UTF_8)
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void lengthsAreThoseOfBytes() {
        assertThat(Envelope.preAuthenticationEncoding("ü", "€".getBytes(UTF_8)))
                .asString(UTF_8)
                .isEqualTo("DSSEv1 2 ü 3 €");
    }

    @ParameterizedTest
    @EnumSource
    void eachTypeOfKeySignsAndIsReadAgain(TestSigner signer) throws IOException {
        Envelope envelope = reread(Envelope.sign(TYPE, HELLO, List.of(signer.key())));
        assertThat(envelope.payload()).isEqualTo(HELLO);
        assertThat(envelope.payloadType()).isEqualTo(TYPE);
        assertThat(envelope.signatures())
                .extracting(EnvelopeSignature::keyId)
                .containsExactly(signer.key().id());
        assertThat(envelope.signedBy(all())).containsExactly(signer.key().publicKey());
    }

    @Test
    void severalSignTheSame() throws IOException {
        List<Signer> signers = List.of(TestSigner.ED25519.key(), TestSigner.P256.key());
        Envelope envelope = reread(Envelope.sign(TYPE, HELLO, signers));
        assertThat(envelope.signedBy(all()))
                .containsExactlyInAnyOrder(
                        TestSigner.ED25519.key().publicKey(),
                        TestSigner.P256.key().publicKey());
    }

    @Test
    void oneKeyCountsOnceHoweverOftenItIsListedAndHasSigned() throws IOException {
        Signer key = TestSigner.ED25519.key();
        Envelope envelope = reread(Envelope.sign(TYPE, HELLO, List.of(key, key)));
        assertThat(envelope.signedBy(List.of(key.publicKey(), key.publicKey()))).hasSize(1);
    }

    @Test
    void neitherPayloadNorTypeCanBeChanged() throws IOException {
        Envelope signed = Envelope.sign(TYPE, HELLO, List.of(TestSigner.ED25519.key()));
        Envelope otherPayload = new Envelope(TYPE, "hello World".getBytes(UTF_8), signed.signatures());
        Envelope otherType = new Envelope(Statement.PAYLOAD_TYPE, HELLO, signed.signatures());
        assertThat(otherPayload.signedBy(all())).isEmpty();
        assertThat(otherType.signedBy(all())).isEmpty();
    }

    /** A key id is a hint: under the id of a key that is trusted, another's signature is none. */
    @Test
    void aKeyIdProvesNothing() throws IOException {
        Signer trusted = TestSigner.ED25519.key();
        Envelope foreign = Envelope.sign(TYPE, HELLO, List.of(TestSigner.P256.key()));
        Envelope claims = new Envelope(
                TYPE,
                HELLO,
                List.of(new EnvelopeSignature(
                        trusted.id(), foreign.signatures().getFirst().sig())));
        assertThat(claims.signedBy(List.of(trusted.publicKey()))).isEmpty();
        Envelope nameless = new Envelope(
                TYPE,
                HELLO,
                List.of(new EnvelopeSignature(
                        "", foreign.signatures().getFirst().sig())));
        assertThat(reread(nameless).signedBy(all())).hasSize(1);
    }

    @Test
    void base64ForUrlsIsReadAndFieldsOfOthersArePassedOver() throws IOException {
        byte[] payload = {(byte) 0xfb, (byte) 0xff, (byte) 0xfe};
        Envelope signed = Envelope.sign(TYPE, payload, List.of(TestSigner.ED25519.key()));
        String json = new String(signed.toBytes(), UTF_8)
                .replace("+//+", "-__-")
                .replace("{\n  \"payload\"", "{\n  \"other\": 1,\n  \"payload\"");
        assertThat(json).contains("-__-").contains("other");
        assertThat(Envelope.read("e", json.getBytes(UTF_8)).signedBy(all())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[]}",
                "{\"payload\":\"?\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"AA==\"}]}",
                "{\"payload\":\"+/-_\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"AA==\"}]}",
                "{\"payload\":\"\",\"payloadType\":\"\",\"signatures\":[{\"sig\":\"AA==\"}]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payload\":\"\",\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"AA==\"}]}"
            })
    void whatIsNoEnvelopeIsRefused(String json) {
        assertThatThrownBy(() -> Envelope.read("an envelope", json.getBytes(UTF_8)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("an envelope");
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsParsed() {
        assertThatThrownBy(() -> Envelope.read("e", new byte[Envelope.LIMITS.maxBytes() + 1]))
                .isInstanceOf(JsonException.TooLarge.class);
        String many = "{\"sig\":\"AA==\"},".repeat(33);
        String json = "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[" + many.substring(0, many.length() - 1)
                + "]}";
        assertThatThrownBy(() -> Envelope.read("e", json.getBytes(UTF_8))).hasMessageContaining("1 to 32 signatures");
    }

    private static Envelope reread(Envelope envelope) throws IOException {
        return Envelope.read("an envelope", envelope.toBytes());
    }

    private static List<VerifyingKey> all() {
        return List.of(
                TestSigner.ED25519.key().publicKey(),
                TestSigner.P256.key().publicKey(),
                TestSigner.RSA.key().publicKey());
    }
}
