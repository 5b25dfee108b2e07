package io.freshet.core.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.StrictJson;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as metadata has them: what is read, and that it is written again as it was, so that ids are stable. */
class KeyReadTest {

    private static final byte[] MESSAGE = "a message".getBytes(UTF_8);

    /** The ids are those that securesystemslib 1.6.0 computes for these keys. */
    @ParameterizedTest
    @CsvSource({
        "ecdsa, ecdsa-sha2-nistp256, p256.pub, 56e43ecf675505f0ffca9fec8c03727ffa4a364f9568db00a3ba3037fb6e0409",
        "ecdsa-sha2-nistp256, ecdsa-sha2-nistp256, p256.pub,"
                + " 00de600ee1bd1c5004f52738ec761247e1919dc9448d96de9c44099413de732c",
        "rsa, rsassa-pss-sha256, rsa3072.pub, 4bd92e4ca64cc66fe3a9e5105cabc42f94fd07a6e3dedf068c0f00648e4fab4c",
    })
    void isReadWithItsId(String type, String scheme, String file, String id) throws Exception {
        ObjectNode json = json(type, scheme, JcaKey.file(file));

        Key key = read(json);

        assertThat(key).isInstanceOf(VerifyingKey.class);
        assertThat(key.toJson()).isEqualTo(json);
        assertThat(key.id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"ecdsa, ecdsa-sha2-nistp256, p256.pub", "rsa, rsassa-pss-sha256, rsa3072.pub"})
    void keepsEveryField(String type, String scheme, String file) throws Exception {
        ObjectNode json = json(type, scheme, JcaKey.file(file));
        json.putArray("keyid_hash_algorithms").add("sha256").add("sha512");
        ((ObjectNode) json.get("keyval")).put("private", "");

        Key key = read(json);

        assertThat(key).isInstanceOf(VerifyingKey.class);
        assertThat(key.toJson()).isEqualTo(json);
        assertThat(read(key.toJson())).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keytype", "scheme"})
    void aKeyWithoutTypeOrSchemeIsRefused(String field) {
        ObjectNode json = json("rsa", "rsassa-pss-sha256", "").put(field, 1);

        assertThat(catchThrowableOfType(JsonException.Invalid.class, () -> read(json)))
                .hasMessageContaining("/" + field + ": must be a string");
    }

    @ParameterizedTest
    @CsvSource({"ecdsa, ecdsa-sha2-nistp384", "rsa, rsa-pkcs1v15-sha256", "ed25519, rsassa-pss-sha256", "ml-dsa, x"})
    void otherPairsOfTypeAndSchemeAreUnsupported(String type, String scheme) throws Exception {
        assertThat(read(json(type, scheme, JcaKey.P256.pem()))).isInstanceOf(UnsupportedKey.class);
    }

    @Test
    void theErrorSaysWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RsaKey(TestKeys.rsa(8200, 65_537)))
                .withMessageContaining("2048 to 8192 bits; this one has 8200");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EcdsaKey(JcaKey.file("p384.pub")))
                .withMessageContaining("P-256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EcdsaKey("x".repeat(5000)))
                .withMessageContaining("at most 4096 characters, not 5000");
        assertThat(new RsaKey(TestKeys.rsa(8192, 65_537)).verifies(MESSAGE, new byte[1024]))
                .as("the largest that there may be")
                .isFalse();
    }

    /** (r, n − s) is a signature of the same key, too; in DER there is but one way to write each. */
    @Test
    void ecdsaSignaturesHaveOneEncoding() {
        EcdsaKey key = new EcdsaKey(JcaKey.P256.pem());
        byte[] signature = JcaKey.P256.sign(MESSAGE);
        EcdsaSignature pair = EcdsaSignature.decode(signature).orElseThrow();

        assertThat(key.verifies(MESSAGE, signature)).isTrue();
        assertThat(pair.encode()).isEqualTo(signature);
        assertThat(key.verifies(MESSAGE, Arrays.copyOf(signature, signature.length + 1)))
                .isFalse();
        assertThat(key.verifies("another".getBytes(UTF_8), signature)).isFalse();
        for (BigInteger s :
                new BigInteger[] {BigInteger.ZERO, pair.s().negate(), pair.s().add(P256.DOMAIN.getN())}) {
            assertThat(key.verifies(MESSAGE, new EcdsaSignature(pair.r(), s).encode()))
                    .isFalse();
        }
    }

    @Test
    void verifiesNothingThatWasChangedByOneBit() {
        EcdsaKey ecdsa = new EcdsaKey(JcaKey.P256.pem());
        RsaKey rsa = new RsaKey(JcaKey.RSA.pem());
        assertThat(rsa.verifies(MESSAGE, JcaKey.RSA.sign(MESSAGE))).isTrue();
        requireEveryBit(ecdsa, JcaKey.P256.sign(MESSAGE), 1);
        requireEveryBit(rsa, JcaKey.RSA.sign(MESSAGE), 37);
    }

    private static void requireEveryBit(VerifyingKey key, byte[] signature, int step) {
        for (int bit = 0; bit < 8 * signature.length; bit += step) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(key.verifies(MESSAGE, changed)).as("bit %d", bit).isFalse();
        }
    }

    private static ObjectNode json(String type, String scheme, String publicKey) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("keytype", type).put("scheme", scheme).putObject("keyval").put("public", publicKey);
        return json;
    }

    private static Key read(ObjectNode json) throws JsonException {
        return Key.read(StrictJson.readObject("a key", Forge.bytes(json), new JsonLimits(100_000, 32)));
    }
}
