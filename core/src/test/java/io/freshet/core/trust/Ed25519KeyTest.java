package io.freshet.core.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of RFC 8032, section 7.1, and the ways in which verifiers have been lenient before. */
class Ed25519KeyTest {

    /** The order of the base point (RFC 8032, section 5.1). */
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final byte[] MESSAGE = "a message".getBytes(UTF_8);

    private final SigningKey key = Forge.key(5);
    private final Ed25519Key publicKey = key.publicKey();

    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                + "4a7c15e9716ed28dc027beceea1ec40a",
    })
    void signsAndVerifiesTheVectors(String seed, String publicHex, String message, String signature) {
        SigningKey vector = new SigningKey(hex(seed));

        assertThat(vector.publicKey().publicKey()).isEqualTo(publicHex);
        assertThat(vector.sign(hex(message))).isEqualTo(hex(signature));
        assertThat(new Ed25519Key(publicHex).verifies(hex(message), hex(signature)))
                .isTrue();
    }

    @Test
    void verifiesNothingThatWasChangedByOneBit() {
        byte[] signature = key.sign(MESSAGE);
        assertThat(publicKey.verifies(MESSAGE, signature)).isTrue();
        for (int bit = 0; bit < 8 * signature.length; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(publicKey.verifies(MESSAGE, changed)).as("bit %d", bit).isFalse();
        }
        assertThat(publicKey.verifies("another".getBytes(UTF_8), signature)).isFalse();
    }

    /** S + L is S again to a lenient verifier: a second signature that nobody has made. */
    @Test
    void refusesASignatureMadeOfAnother() {
        byte[] signature = key.sign(MESSAGE);
        BigInteger s = littleEndian(Arrays.copyOfRange(signature, 32, 64));
        byte[] malleated = signature.clone();
        System.arraycopy(littleEndian(s.add(L)), 0, malleated, 32, 32);

        assertThat(publicKey.verifies(MESSAGE, malleated)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 65, 128})
    void refusesSignaturesOfOtherLengths(int length) {
        assertThat(publicKey.verifies(MESSAGE, Arrays.copyOf(key.sign(MESSAGE), length)))
                .isFalse();
    }

    /** With a key of small order, (R = B, S = 1) would be a signature of every message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            })
    void keysOfSmallOrderOrInOtherEncodingsVerifyNothing(String point) {
        byte[] signature = hex("5866666666666666666666666666666666666666666666666666666666666666"
                + "0100000000000000000000000000000000000000000000000000000000000000");

        assertThat(new Ed25519Key(point).verifies(MESSAGE, signature)).isFalse();
        assertThat(new Ed25519Key(point).verifies(MESSAGE, new byte[64])).isFalse();
    }

    /** The id that python-tuf (securesystemslib 1.6.0) gives the first key of the RFC. */
    @Test
    void theIdIsTheDigestOfTheCanonicalForm() {
        Ed25519Key rfc = new Ed25519Key("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

        assertThat(rfc.id()).isEqualTo("74c181c7ad8a0855d4b55e44d2ba87aabdddb196832571f15f92fece332e4916");
    }

    @Test
    void aKeyIsWrittenInOneWay() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ed25519Key("00"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ed25519Key("D7".repeat(32)));
    }

    @Test
    void aPrivateKeyDoesNotPrint() {
        assertThat(key).hasToString("***");
        assertThat(new Keys(java.util.List.of(key), java.util.Optional.of(key)).toString())
                .doesNotContain("05050505");
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }
}
