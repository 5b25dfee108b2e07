package io.freshet.core.attest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.trust.Signer;
import java.io.IOException;

/**
 * One signature of an envelope.
 *
 * @param keyId whose it says it is, which proves nothing; may be empty
 * @param sig the signature; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record EnvelopeSignature(String keyId, byte[] sig) {

    private static final int MOST_KEY_ID = 1024;
    /** An RSA key of 8192 bits makes 1024 bytes. */
    private static final int MOST_BYTES = 8192;

    /** @throws IllegalArgumentException if it is longer than any */
    public EnvelopeSignature {
        if (keyId.length() > MOST_KEY_ID) {
            throw new IllegalArgumentException("a key id has at most " + MOST_KEY_ID + " characters");
        }
        if (sig.length == 0 || sig.length > MOST_BYTES) {
            throw new IllegalArgumentException("a signature has 1 to " + MOST_BYTES + " bytes, not " + sig.length);
        }
    }

    static EnvelopeSignature by(Signer signer, byte[] message) throws IOException {
        return new EnvelopeSignature(signer.id(), signer.checked(message));
    }

    static EnvelopeSignature read(JsonObject json) throws JsonException {
        String keyId = json.optionalString("keyid").orElse("");
        String sig = json.string("sig");
        return json.build(() -> new EnvelopeSignature(keyId, Base64Text.decode(sig)));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!keyId.isEmpty()) {
            json.put("keyid", keyId);
        }
        return json.put("sig", Base64Text.encode(sig));
    }
}
