package io.freshet.core.trust;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;

/** An RSA private key, which signs by RSASSA-PSS with a new salt each time. */
public final class RsaSigningKey implements FileKey {

    /** 128 bits of strength (NIST SP 800-57, part 1, table 2). */
    private static final int BITS = 3072;

    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);
    /** Bits of strength of the test for primes. */
    private static final int CERTAINTY = 128;

    private final RSAPrivateKey numbers;
    private final RsaKey publicKey;
    private final String id;

    private RsaSigningKey(RSAPrivateKey numbers) {
        this.numbers = numbers;
        RSAPublicKey half = new RSAPublicKey(numbers.getModulus(), numbers.getPublicExponent());
        this.publicKey = new RsaKey(PublicKeyPem.encode(RsaKey.info(half)));
        this.id = publicKey.id();
    }

    /** A new key of 3072 bits, which takes about a second. */
    public static RsaSigningKey generate(SecureRandom random) {
        RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(EXPONENT, random, BITS, CERTAINTY));
        RSAPrivateCrtKeyParameters key =
                (RSAPrivateCrtKeyParameters) generator.generateKeyPair().getPrivate();
        return new RsaSigningKey(new RSAPrivateKey(
                key.getModulus(),
                key.getPublicExponent(),
                key.getExponent(),
                key.getP(),
                key.getQ(),
                key.getDP(),
                key.getDQ(),
                key.getQInv()));
    }

    /**
     * The key that a key file has (RFC 8017, appendix A.1.2).
     *
     * @throws IllegalArgumentException if its numbers do not belong together, or are no key that verifies here
     */
    static RsaSigningKey of(RSAPrivateKey key) {
        RsaKey.requireBounds(key.getModulus(), key.getPublicExponent());
        boolean fits = key.getPrime1().signum() > 0
                && key.getPrime1().multiply(key.getPrime2()).equals(key.getModulus())
                && isInverse(
                        key.getExponent1(),
                        key.getPublicExponent(),
                        key.getPrime1().subtract(BigInteger.ONE))
                && isInverse(
                        key.getExponent2(),
                        key.getPublicExponent(),
                        key.getPrime2().subtract(BigInteger.ONE))
                && isInverse(key.getCoefficient(), key.getPrime2(), key.getPrime1());
        if (!fits) {
            throw new IllegalArgumentException("the numbers of the RSA key do not belong together");
        }
        return new RsaSigningKey(key);
    }

    private static boolean isInverse(BigInteger a, BigInteger b, BigInteger modulus) {
        return a.signum() > 0
                && a.compareTo(modulus) < 0
                && a.multiply(b).mod(modulus).equals(BigInteger.ONE);
    }

    RSAPrivateKey toAsn1() {
        return numbers;
    }

    @Override
    public RsaKey publicKey() {
        return publicKey;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] sign(byte[] message) {
        PSSSigner signer = RsaKey.pss(new RSABlindedEngine());
        signer.init(true, parameters());
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("a key whose numbers fit can sign", e);
        }
    }

    /** Unchecked, as in {@link RsaKey}: {@link #of} has looked at the numbers. */
    private RSAPrivateCrtKeyParameters parameters() {
        return new RSAPrivateCrtKeyParameters(
                numbers.getModulus(),
                numbers.getPublicExponent(),
                numbers.getPrivateExponent(),
                numbers.getPrime1(),
                numbers.getPrime2(),
                numbers.getExponent1(),
                numbers.getExponent2(),
                numbers.getCoefficient(),
                true);
    }

    @Override
    public String toString() {
        return "***";
    }
}
