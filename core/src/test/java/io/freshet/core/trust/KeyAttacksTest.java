package io.freshet.core.trust;

import static io.freshet.core.trust.TestRepository.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.UnknownFields;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be tried with keys of several types, and what is found out; each test says the recipe. */
class KeyAttacksTest {

    private static final Instant NOW = START.plus(Duration.ofDays(3));
    private static final EcdsaKey ECDSA = new EcdsaKey(JcaKey.P256.pem());
    private static final RsaKey RSA = new RsaKey(JcaKey.RSA.pem());

    private TestRepository repository;
    private byte[] timestamp;
    private byte[] message;

    @BeforeEach
    void publish() throws Exception {
        repository = TestRepository.withReleases(2);
        timestamp = repository.get(RepositoryPaths.TIMESTAMP);
        message = Forge.message(timestamp);
    }

    @Test
    void threeTypesOfKeysMeetAThresholdOfThree() throws Exception {
        TrustedState state = start(3, repository.online.publicKey(), ECDSA, RSA);
        byte[] signed = Forge.signatures(
                timestamp,
                Forge.signature(repository.online, message),
                JcaKey.P256.sign(ECDSA.id(), message),
                JcaKey.RSA.sign(RSA.id(), message));

        assertThat(state.updateTimestamp(signed, NOW).timestamp()).isPresent();
    }

    static Stream<Arguments> spellings() {
        String pem = JcaKey.P256.pem();
        String rsa = JcaKey.RSA.pem();
        return Stream.of(
                Arguments.of("no line feed at the end", ECDSA, new EcdsaKey(pem.strip()), JcaKey.P256),
                Arguments.of("on one line", ECDSA, new EcdsaKey(unwrapped(pem)), JcaKey.P256),
                Arguments.of("lines as of Windows", ECDSA, new EcdsaKey(pem.replace("\n", "\r\n")), JcaKey.P256),
                Arguments.of("the old type", ECDSA, old(pem), JcaKey.P256),
                Arguments.of("the old type's digits", ECDSA, old(point(pem)), JcaKey.P256),
                Arguments.of("digits and PEM", old(pem), old(point(pem)), JcaKey.P256),
                Arguments.of("one field more", ECDSA, dressed(), JcaKey.P256),
                Arguments.of("RSA without a line feed", RSA, new RsaKey(rsa.strip()), JcaKey.RSA),
                Arguments.of("RSA on one line", RSA, new RsaKey(unwrapped(rsa)), JcaKey.RSA));
    }

    /** The role asks for two keys; one key is listed twice, in two spellings, and so with two ids. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void oneKeyInTwoSpellings(String how, VerifyingKey key, VerifyingKey twin, JcaKey signer) throws Exception {
        TrustedState state = start(2, key, twin);
        byte[] twice = Forge.signatures(timestamp, signer.sign(key.id(), message), signer.sign(twin.id(), message));

        var error = refusal(state, twice);

        assertThat(twin.id()).as(how).isNotEqualTo(key.id());
        assertThat(error.valid()).isEqualTo(1);
        assertThat(error.faults()).containsExactly(new SignatureFault(twin.id(), SignatureFault.Reason.REPEATED));
    }

    /** A signature that is valid by one key is offered in the name of a key of another type. */
    @Test
    void aSignatureOfOneTypeForAKeyOfAnother() throws Exception {
        TrustedState state = start(1, repository.online.publicKey(), ECDSA, RSA);
        Signature ed25519 = Forge.signature(repository.online, message);
        byte[] signed = Forge.signatures(
                timestamp,
                new Signature(ECDSA.id(), ed25519.sig(), UnknownFields.NONE),
                JcaKey.P256.sign(RSA.id(), message),
                JcaKey.RSA.sign(repository.online.id(), message));

        assertThat(refusal(state, signed).faults())
                .extracting(SignatureFault::reason)
                .containsOnly(SignatureFault.Reason.INVALID)
                .hasSize(3);
    }

    /** A scheme that only the signer keeps to: the same key by PKCS #1 v1.5, or with another salt. */
    @Test
    void aSignatureByAnotherScheme() throws Exception {
        TrustedState state = start(1, RSA);
        for (byte[] other : List.of(
                JcaKey.RSA.signBy("SHA256withRSA", message),
                JcaKey.RSA.signPss(message, 0),
                JcaKey.RSA.signPss(message, 20))) {
            byte[] signed = Forge.signatures(timestamp, signature(RSA, other));
            assertThat(refusal(state, signed).faults())
                    .containsExactly(new SignatureFault(RSA.id(), SignatureFault.Reason.INVALID));
        }
    }

    /** The key says PKCS #1 v1.5 of itself, and its signature is one. */
    @Test
    void aKeyOfAnotherScheme() throws Exception {
        Key key = new UnsupportedKey("rsa", "rsa-pkcs1v15-sha256", RSA.toJson().put("scheme", "rsa-pkcs1v15-sha256"));
        byte[] signed = Forge.signatures(timestamp, signature(key, JcaKey.RSA.signBy("SHA256withRSA", message)));

        assertThat(refusal(start(1, key), signed).faults())
                .containsExactly(new SignatureFault(key.id(), SignatureFault.Reason.UNSUPPORTED_KEY));
    }

    static Stream<Arguments> malformed() {
        String pem = JcaKey.P256.pem();
        String offCurve = point(pem).substring(0, 128) + (point(pem).endsWith("00") ? "01" : "00");
        return Stream.of(
                Arguments.of("P-384", "ecdsa", "ecdsa-sha2-nistp256", JcaKey.file("p384.pub")),
                Arguments.of("secp256k1", "ecdsa", "ecdsa-sha2-nistp256", JcaKey.file("secp256k1.pub")),
                Arguments.of("RSA as ECDSA", "ecdsa", "ecdsa-sha2-nistp256", JcaKey.RSA.pem()),
                Arguments.of("compressed point", "ecdsa", "ecdsa-sha2-nistp256", JcaKey.file("p256-compressed.pub")),
                Arguments.of("digits of the new type", "ecdsa", "ecdsa-sha2-nistp256", point(pem)),
                Arguments.of("off the curve", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", offCurve),
                Arguments.of("infinity", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "00"),
                Arguments.of("beyond the field", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "04" + "f".repeat(128)),
                Arguments.of("ECDSA as RSA", "rsa", "rsassa-pss-sha256", pem),
                Arguments.of("a small modulus", "rsa", "rsassa-pss-sha256", JcaKey.file("rsa1024.pub")),
                Arguments.of("a huge modulus", "rsa", "rsassa-pss-sha256", TestKeys.rsa(16_384, 65_537)),
                Arguments.of("an even modulus", "rsa", "rsassa-pss-sha256", TestKeys.evenRsa()),
                Arguments.of("exponent 3", "rsa", "rsassa-pss-sha256", JcaKey.file("rsa2048-exponent3.pub")),
                Arguments.of("exponent 1", "rsa", "rsassa-pss-sha256", TestKeys.rsa(2048, 1)),
                Arguments.of("an even exponent", "rsa", "rsassa-pss-sha256", TestKeys.rsa(2048, 65_538)),
                Arguments.of("a huge exponent", "rsa", "rsassa-pss-sha256", TestKeys.rsa(2048, (1L << 32) + 1)),
                Arguments.of("PKCS #1", "rsa", "rsassa-pss-sha256", JcaKey.file("rsa3072-pkcs1.pub")),
                Arguments.of("no PEM", "rsa", "rsassa-pss-sha256", "secret"),
                Arguments.of("something before", "rsa", "rsassa-pss-sha256", "x\n" + JcaKey.RSA.pem()),
                Arguments.of("white space without end", "rsa", "rsassa-pss-sha256", " ".repeat(4097)),
                Arguments.of("no padding", "ecdsa", "ecdsa-sha2-nistp256", pem.replace("=", "")),
                Arguments.of("31 bytes", "ed25519", "ed25519", "ab".repeat(31)),
                Arguments.of("upper-case digits", "ed25519", "ed25519", "AB".repeat(32)));
    }

    /** The role's key is malformed: the document is read, the key written again as it was, and nothing verified by it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void aKeyThatIsNone(String how, String type, String scheme, String publicKey) throws Exception {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("keytype", type).put("scheme", scheme).putObject("keyval").put("public", publicKey);
        Key key = new InvalidKey(how, json);
        TrustedState state = start(1, key);

        Key read = state.root().signed().keys().get(key.id()).orElseThrow();
        assertThat(read).isInstanceOf(InvalidKey.class);
        assertThat(read.toJson()).isEqualTo(json);
        byte[] signed = Forge.signatures(timestamp, signature(key, new byte[] {1}));
        assertThat(refusal(state, signed).faults())
                .containsExactly(new SignatureFault(key.id(), SignatureFault.Reason.INVALID_KEY));
    }

    /** A key without any public part is none either. */
    @Test
    void aKeyOfNothing() throws Exception {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("keytype", "rsa").put("scheme", RsaKey.SCHEME);
        json.put("keyval", "a string");
        Key key = new InvalidKey("of nothing", json);

        assertThat(start(1, key, ECDSA).root().signed().keys().get(key.id()))
                .get()
                .isInstanceOfSatisfying(
                        InvalidKey.class, read -> assertThat(read.problem()).isEqualTo("must be an object"));
    }

    /** The key is listed under an id that is not its own, which is that of another type's key. */
    @Test
    void aKeyUnderAForeignId() throws Exception {
        Key key = new MisfiledKey(RSA.id(), ECDSA);
        byte[] signed = Forge.signatures(timestamp, JcaKey.P256.sign(RSA.id(), message));

        assertThat(refusal(start(1, key), signed).faults())
                .containsExactly(new SignatureFault(RSA.id(), SignatureFault.Reason.WRONG_KEY_ID));
    }

    private TrustedState start(int threshold, Key... keys) throws TrustException {
        byte[] root = Forge.withTimestampKeys(repository.root(), repository.root1, threshold, keys);
        return TrustedState.startFrom("root.json", root);
    }

    private static TrustException.ThresholdNotMet refusal(TrustedState state, byte[] bytes) {
        var error = catchThrowableOfType(TrustException.ThresholdNotMet.class, () -> state.updateTimestamp(bytes, NOW));
        assertThat(error).as("refusal").isNotNull();
        return error;
    }

    private static Signature signature(Key key, byte[] bytes) {
        return new Signature(key.id(), HexFormat.of().formatHex(bytes), UnknownFields.NONE);
    }

    private static EcdsaKey old(String publicKey) {
        return new EcdsaKey("ecdsa-sha2-nistp256", publicKey, UnknownFields.NONE, UnknownFields.NONE);
    }

    private static EcdsaKey dressed() {
        UnknownFields more =
                UnknownFields.of(JsonNodeFactory.instance.objectNode().put("x", 1));
        return new EcdsaKey("ecdsa", JcaKey.P256.pem(), UnknownFields.NONE, more);
    }

    private static String unwrapped(String pem) {
        return pem.replaceAll("(?<![-])\n(?!-)", "");
    }

    private static String point(String pem) {
        return HexFormat.of().formatHex(P256.pointIn(PublicKeyPem.decode(pem)));
    }
}
