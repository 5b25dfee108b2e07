package io.freshet.core.trust;

import java.math.BigInteger;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;

/** RSA keys that nobody has, by their numbers. */
final class TestKeys {

    private TestKeys() {}

    /** PEM of a modulus of {@code bits}, of which only the first and the last are set, and an exponent. */
    static String rsa(int bits, long exponent) {
        return pem(BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE), exponent);
    }

    /** PEM of a modulus of 2048 bits that is even. */
    static String evenRsa() {
        return pem(BigInteger.ONE.shiftLeft(2047), 65_537);
    }

    private static String pem(BigInteger modulus, long exponent) {
        return PublicKeyPem.encode(RsaKey.info(new RSAPublicKey(modulus, BigInteger.valueOf(exponent))));
    }
}
