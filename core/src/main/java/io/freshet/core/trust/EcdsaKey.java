package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.UnknownFields;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/**
 * An ECDSA public key on P-256, whose signatures are over SHA-256 (FIPS 186-5).
 *
 * @param type {@code ecdsa}, or {@code ecdsa-sha2-nistp256}, as older versions of the specification have it
 * @param publicKey the key as PEM; under the old name also as the hexadecimal digits of its point, 04, X, Y
 * @param keyvalOther fields beside it in {@code keyval} that this version does not know; they are part of the key's id
 * @param other fields of the key that this version does not know; likewise
 */
public record EcdsaKey(String type, String publicKey, UnknownFields keyvalOther, UnknownFields other)
        implements VerifyingKey {

    static final String SCHEME = "ecdsa-sha2-nistp256";

    private static final String TYPE = "ecdsa";
    private static final String OLD_TYPE = "ecdsa-sha2-nistp256";

    static final Set<String> TYPES = Set.of(TYPE, OLD_TYPE);

    private static final Pattern HEX_POINT = Pattern.compile("04[0-9a-f]{128}");

    public EcdsaKey {
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException("an ECDSA key is of the type " + TYPE + ", not " + type);
        }
        P256.point(point(type, publicKey));
    }

    /** A key of just its PEM. */
    public EcdsaKey(String publicKey) {
        this(TYPE, publicKey, UnknownFields.NONE, UnknownFields.NONE);
    }

    private static byte[] point(String type, String publicKey) {
        return type.equals(OLD_TYPE) && HEX_POINT.matcher(publicKey).matches()
                ? HexFormat.of().parseHex(publicKey)
                : P256.pointIn(PublicKeyPem.decode(publicKey));
    }

    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        return EcdsaSignature.decode(signature)
                .map(pair -> verifier().verifySignature(Digest.of(message).bytes(), pair.r(), pair.s()))
                .orElse(false);
    }

    private ECDSASigner verifier() {
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, new ECPublicKeyParameters(P256.point(point(type, publicKey)), P256.DOMAIN));
        return verifier;
    }

    /** The SubjectPublicKeyInfo of the key. */
    byte[] info() {
        return P256.info(point(type, publicKey));
    }

    @Override
    public String material() {
        return SCHEME + " " + HexFormat.of().formatHex(point(type, publicKey));
    }

    @Override
    public ObjectNode toJson() {
        return KeyFields.write(type, SCHEME, publicKey, keyvalOther, other);
    }
}
