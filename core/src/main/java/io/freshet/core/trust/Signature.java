package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Set;

/**
 * One signature over the canonical form of a document's {@code signed} part.
 *
 * @param keyId which key made it; may be unknown to the reader
 * @param sig its bytes in hexadecimal; empty where a signer has yet to sign
 * @param other fields that this version does not know
 */
public record Signature(String keyId, String sig, UnknownFields other) {

    public Signature {
        if (keyId.isEmpty() || keyId.length() > 128) {
            throw new IllegalArgumentException("a key id has 1 to 128 characters");
        }
        if (sig.length() % 2 != 0 || !sig.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("a signature is written in hexadecimal digits");
        }
    }

    /**
     * The signature of {@code message} by {@code signer}.
     *
     * @throws IOException if it can't sign, or what it signs is none by its public key: said here, and not by every
     *     node that reads the document
     */
    public static Signature by(Signer signer, byte[] message) throws IOException {
        return new Signature(signer.id(), HexFormat.of().formatHex(signer.checked(message)), UnknownFields.NONE);
    }

    static Signature read(JsonObject json) throws JsonException {
        String keyId = json.string("keyid");
        String sig = json.string("sig");
        return json.build(() -> new Signature(keyId, sig, json.unknown(Set.of("keyid", "sig"))));
    }

    /** Its bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(sig);
    }

    ObjectNode toJson() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("keyid", keyId).put("sig", sig);
        other.writeTo(json);
        return json;
    }
}
