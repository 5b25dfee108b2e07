package io.freshet.core.trust;

import io.freshet.core.Digest;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** An ECDSA private key on P-256. The same message always gives the same signature (RFC 6979). */
public final class EcdsaSigningKey implements FileKey {

    private final BigInteger secret;
    private final byte[] point;
    private final EcdsaKey publicKey;
    private final String id;

    /**
     * The key of the number {@code secret}.
     *
     * @throws IllegalArgumentException if it is not from 1 to the order of the curve, less 1
     */
    EcdsaSigningKey(BigInteger secret) {
        if (secret.signum() < 1 || secret.compareTo(P256.DOMAIN.getN()) >= 0) {
            throw new IllegalArgumentException("a private key on P-256 is below the order of the curve");
        }
        this.secret = secret;
        this.point = new FixedPointCombMultiplier()
                .multiply(P256.DOMAIN.getG(), secret)
                .getEncoded(false);
        this.publicKey = new EcdsaKey(PublicKeyPem.encode(P256.info(point)));
        this.id = publicKey.id();
    }

    /** A new key. */
    public static EcdsaSigningKey generate(SecureRandom random) {
        BigInteger highest = P256.DOMAIN.getN().subtract(BigInteger.ONE);
        return new EcdsaSigningKey(BigIntegers.createRandomInRange(BigInteger.ONE, highest, random));
    }

    /**
     * The key that a key file has (RFC 5915).
     *
     * @throws IllegalArgumentException if it is out of range, or beside the public key of another
     */
    static EcdsaSigningKey of(ECPrivateKey key) {
        EcdsaSigningKey read = new EcdsaSigningKey(key.getKey());
        ASN1BitString beside = key.getPublicKey();
        if (beside != null && !Arrays.equals(beside.getOctets(), read.point)) {
            throw new IllegalArgumentException("the public key beside a private one is another's");
        }
        return read;
    }

    ECPrivateKey toAsn1() {
        return new ECPrivateKey(P256.DOMAIN.getN().bitLength(), secret, new DERBitString(point), null);
    }

    @Override
    public EcdsaKey publicKey() {
        return publicKey;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] sign(byte[] message) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(secret, P256.DOMAIN));
        BigInteger[] pair = signer.generateSignature(Digest.of(message).bytes());
        return new EcdsaSignature(pair[0], pair[1]).encode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
