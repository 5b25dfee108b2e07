package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.UnknownFields;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 public key (RFC 8032).
 *
 * @param publicKey the 32 bytes of the key, in lower-case hexadecimal
 * @param keyvalOther fields beside it in {@code keyval} that this version does not know; they are part of the key's id
 * @param other fields of the key that this version does not know; likewise
 */
public record Ed25519Key(String publicKey, UnknownFields keyvalOther, UnknownFields other) implements VerifyingKey {

    static final String NAME = "ed25519";

    public Ed25519Key {
        if (!publicKey.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("an Ed25519 public key has 64 lower-case hexadecimal digits");
        }
    }

    /** A key of just its 32 bytes, in lower-case hexadecimal. */
    public Ed25519Key(String publicKey) {
        this(publicKey, UnknownFields.NONE, UnknownFields.NONE);
    }

    /**
     * Whether {@code signature} is this key's over {@code message}. Keys and signatures in another than their one
     * canonical encoding, and keys of small order, verify nothing.
     */
    @Override
    public boolean verifies(byte[] message, byte[] signature) {
        if (signature.length != Ed25519.SIGNATURE_SIZE) {
            return false;
        }
        byte[] key = HexFormat.of().parseHex(publicKey);
        return Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    }

    @Override
    public String material() {
        return NAME + " " + publicKey;
    }

    @Override
    public ObjectNode toJson() {
        return KeyFields.write(NAME, NAME, publicKey, keyvalOther, other);
    }
}
