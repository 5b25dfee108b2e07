package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.UnknownFields;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;

/**
 * An RSA public key, whose signatures are RSASSA-PSS (RFC 8017, section 8.1) with SHA-256, MGF1 with SHA-256, and a
 * salt of 32 bytes, which is what signers of this scheme write. The modulus has 2048 to 8192 bits (at least 2048 by
 * clause 4.2; the upper bound is ours, so that no key takes long), the exponent is odd, above 2^16 (FIPS 186-5) and
 * below 2^32.
 *
 * @param publicKey the key as PEM
 * @param keyvalOther fields beside it in {@code keyval} that this version does not know; they are part of the key's id
 * @param other fields of the key that this version does not know; likewise
 */
public record RsaKey(String publicKey, UnknownFields keyvalOther, UnknownFields other) implements VerifyingKey {

    static final String TYPE = "rsa";
    static final String SCHEME = "rsassa-pss-sha256";
    private static final int SALT_BYTES = 32;

    private static final int MIN_BITS = 2048;
    private static final int MAX_BITS = 8192;
    private static final int MIN_EXPONENT_BITS = 17;
    private static final int MAX_EXPONENT_BITS = 32;

    public RsaKey {
        parse(publicKey);
    }

    /** A key of just its PEM. */
    public RsaKey(String publicKey) {
        this(publicKey, UnknownFields.NONE, UnknownFields.NONE);
    }

    private static RSAPublicKey parse(String publicKey) {
        byte[] info = PublicKeyPem.decode(publicKey);
        RSAPublicKey key;
        try {
            key = RSAPublicKey.getInstance(
                    SubjectPublicKeyInfo.getInstance(info).parsePublicKey());
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException("the key is not an RSA key", e);
        }
        requireBounds(key.getModulus(), key.getPublicExponent());
        if (!Arrays.equals(info(key), info)) {
            throw new IllegalArgumentException("the key is not an RSA key in DER");
        }
        return key;
    }

    /**
     * Refuses numbers that are no key of this type.
     *
     * @throws IllegalArgumentException if they are not
     */
    static void requireBounds(BigInteger modulus, BigInteger exponent) {
        int bits = modulus.bitLength();
        if (modulus.signum() < 0 || bits < MIN_BITS || bits > MAX_BITS || !modulus.testBit(0)) {
            throw new IllegalArgumentException("an RSA modulus is odd and has " + MIN_BITS + " to " + MAX_BITS
                    + " bits; this one has " + bits + (modulus.testBit(0) ? "" : " and is even"));
        }
        int size = exponent.bitLength();
        if (exponent.signum() < 0 || size < MIN_EXPONENT_BITS || size > MAX_EXPONENT_BITS || !exponent.testBit(0)) {
            throw new IllegalArgumentException("an RSA exponent is odd, above 2^16 and below 2^32");
        }
    }

    /** The SubjectPublicKeyInfo of {@code key} (RFC 3279, section 2.3.1). */
    static byte[] info(RSAPublicKey key) {
        AlgorithmIdentifier rsa = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
        try {
            return new SubjectPublicKeyInfo(rsa, key).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        RSAPublicKey key = parse(publicKey);
        // RFC 8017, section 8.1.2, step 1: as long as the modulus, its leading zeros included.
        if (signature.length != (key.getModulus().bitLength() + 7) / 8) {
            return false;
        }
        PSSSigner verifier = pss(new RSAEngine());
        // Unchecked: else each modulus is tried for being a prime first, which takes longer than all the rest.
        verifier.init(false, new RSAKeyParameters(false, key.getModulus(), key.getPublicExponent(), true));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    /** The scheme's padding over {@code engine}. */
    static PSSSigner pss(AsymmetricBlockCipher engine) {
        return new PSSSigner(engine, new SHA256Digest(), new SHA256Digest(), SALT_BYTES);
    }

    /** The modulus alone: whoever has a private key to it can make those to its other exponents. */
    @Override
    public String material() {
        return TYPE + " " + parse(publicKey).getModulus().toString(16);
    }

    @Override
    public ObjectNode toJson() {
        return KeyFields.write(TYPE, SCHEME, publicKey, keyvalOther, other);
    }
}
