package io.freshet.core.attest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.VerifyingKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A payload with the signatures of those who vouch for it, as
 * <a href="https://github.com/secure-systems-lab/dsse">DSSE</a> 1.0.2 has it. What is signed is the payload's bytes and
 * their type, never the JSON around them.
 *
 * @param payloadType what the bytes are
 * @param payload the bytes; not copied
 * @param signatures at least one
 */
@SuppressWarnings("ArrayRecordComponent") // a document, compared by nobody
public record Envelope(String payloadType, byte[] payload, List<EnvelopeSignature> signatures) {

    /** What a reader accepts. */
    public static final JsonLimits LIMITS = new JsonLimits(1 << 20, 8);

    private static final int MOST_SIGNATURES = 32;
    private static final int MOST_TYPE = 256;

    /** @throws IllegalArgumentException if there is no signature, or too many, or the type is none */
    public Envelope {
        signatures = List.copyOf(signatures);
        if (payloadType.isEmpty() || payloadType.length() > MOST_TYPE) {
            throw new IllegalArgumentException("a payload's type has 1 to " + MOST_TYPE + " characters");
        }
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw new IllegalArgumentException(
                    "an envelope has 1 to " + MOST_SIGNATURES + " signatures, not " + signatures.size());
        }
    }

    /**
     * Signs a payload.
     *
     * @param signers at least one, each of another key
     * @throws IOException if one can't sign, or what it signs is none by its public key
     */
    public static Envelope sign(String payloadType, byte[] payload, Collection<? extends Signer> signers)
            throws IOException {
        byte[] message = preAuthenticationEncoding(payloadType, payload);
        List<EnvelopeSignature> signatures = new ArrayList<>();
        for (Signer signer : signers) {
            signatures.add(EnvelopeSignature.by(signer, message));
        }
        return new Envelope(payloadType, payload, signatures);
    }

    /** Reads an envelope; {@code document} is what errors call it. Fields that are not known are passed over. */
    public static Envelope read(String document, byte[] bytes) throws JsonException {
        return read(StrictJson.readObject(document, bytes, LIMITS));
    }

    /** Reads one that is a part of another document. */
    static Envelope read(JsonObject json) throws JsonException {
        String type = json.string("payloadType");
        String encoded = json.string("payload");
        byte[] payload = json.build(() -> Base64Text.decode(encoded));
        List<EnvelopeSignature> signatures = new ArrayList<>();
        for (JsonObject signature : json.objects("signatures")) {
            signatures.add(EnvelopeSignature.read(signature));
        }
        return json.build(() -> new Envelope(type, payload, signatures));
    }

    /** The document, in standard base64. */
    public byte[] toBytes() {
        byte[] bytes = JsonText.readable(toJson()).getBytes(UTF_8);
        if (bytes.length > LIMITS.maxBytes()) {
            throw new IllegalArgumentException("an envelope of " + bytes.length + " bytes would be read by nobody: "
                    + LIMITS.maxBytes() + " are the most");
        }
        return bytes;
    }

    /** The same as a part of another document. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("payload", Base64Text.encode(payload)).put("payloadType", payloadType);
        ArrayNode list = json.putArray("signatures");
        signatures.forEach(signature -> list.add(signature.toJson()));
        return json;
    }

    /**
     * Which of {@code keys} have signed, each once: keys are told apart by what they are, not by their ids, and the key
     * ids in the envelope are hints that count for nothing.
     */
    public List<VerifyingKey> signedBy(Collection<? extends VerifyingKey> keys) {
        byte[] message = preAuthenticationEncoding(payloadType, payload);
        Map<String, VerifyingKey> signed = new LinkedHashMap<>();
        for (VerifyingKey key : keys) {
            if (signatures.stream().anyMatch(signature -> key.verifies(message, signature.sig()))) {
                signed.putIfAbsent(key.material(), key);
            }
        }
        return List.copyOf(signed.values());
    }

    /** What signatures are made over: {@code DSSEv1}, and the lengths and bytes of type and payload. */
    public static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + type.length + 40);
        out.writeBytes(("DSSEv1 " + type.length + " ").getBytes(UTF_8));
        out.writeBytes(type);
        out.writeBytes((" " + payload.length + " ").getBytes(UTF_8));
        out.writeBytes(payload);
        return out.toByteArray();
    }
}
