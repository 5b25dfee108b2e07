package io.freshet.core.trust;

import java.io.IOException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Private keys as PKCS#8 (RFC 5958): Ed25519 (RFC 8410), ECDSA on P-256 (RFC 5915), RSA (RFC 8017). */
final class Pkcs8 {

    /** RFC 8410, section 3. */
    private static final AlgorithmIdentifier ED25519 = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112"));

    private static final AlgorithmIdentifier P256 =
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1);
    private static final AlgorithmIdentifier RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

    private Pkcs8() {}

    static byte[] encode(FileKey key) throws IOException {
        return switch (key) {
            case SigningKey ed25519 -> encode(ed25519);
            case EcdsaSigningKey ecdsa -> new PrivateKeyInfo(P256, ecdsa.toAsn1()).getEncoded();
            case RsaSigningKey rsa -> new PrivateKeyInfo(RSA, rsa.toAsn1()).getEncoded();
        };
    }

    private static byte[] encode(SigningKey key) throws IOException {
        byte[] seed = key.seed();
        byte[] pkcs8 = new PrivateKeyInfo(ED25519, new DEROctetString(seed)).getEncoded();
        Arrays.fill(seed, (byte) 0);
        return pkcs8;
    }

    /**
     * The key that {@code der} is.
     *
     * @throws IllegalArgumentException if it is none of these types, without a cause, which might hold bytes of the key
     */
    static FileKey decode(byte[] der) {
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(der);
            AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
            ASN1Encodable key = info.parsePrivateKey();
            if (algorithm.equals(ED25519)) {
                return new SigningKey(ASN1OctetString.getInstance(key).getOctets());
            }
            if (algorithm.equals(P256)) {
                return EcdsaSigningKey.of(ECPrivateKey.getInstance(key));
            }
            if (algorithm.equals(RSA)) {
                return RsaSigningKey.of(RSAPrivateKey.getInstance(key));
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException | NoSuchElementException e) {
            // Said below, like a key of another algorithm.
        }
        throw new IllegalArgumentException("no private key of a type that signs here");
    }
}
