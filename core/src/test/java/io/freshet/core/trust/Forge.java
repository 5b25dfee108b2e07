package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.CanonicalJson;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Makes documents that the signer would not make, without its help. */
final class Forge {

    private static final JsonLimits LIMITS = new JsonLimits(JsonLimits.MOST_BYTES, 32);

    private Forge() {}

    /** The key whose private bytes are all {@code n}. */
    static SigningKey key(int n) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) n);
        return new SigningKey(seed);
    }

    /** The {@code signed} part of a document. */
    static ObjectNode signedPart(byte[] document) {
        return (ObjectNode) parse(document).get("signed");
    }

    /** The document after {@code change} to what is signed, signed anew by {@code keys}. */
    static byte[] edit(byte[] document, Consumer<ObjectNode> change, SigningKey... keys) {
        ObjectNode signed = signedPart(document);
        change.accept(signed);
        return sign(signed, keys);
    }

    /** The document after {@code change} to all of it, signatures and all: nothing is signed anew. */
    static byte[] tamper(byte[] document, Consumer<ObjectNode> change) {
        ObjectNode json = parse(document);
        change.accept(json);
        return bytes(json);
    }

    static byte[] sign(ObjectNode signed, SigningKey... keys) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode signatures = json.putArray("signatures");
        byte[] canonical = CanonicalJson.encode(signed);
        for (SigningKey key : keys) {
            signatures.add(signature(key, canonical).toJson());
        }
        json.set("signed", signed);
        return bytes(json);
    }

    static Signature signature(Signer signer, byte[] message) {
        try {
            return Signature.by(signer, message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What signatures of the document are over. */
    static byte[] message(byte[] document) {
        return CanonicalJson.encode(signedPart(document));
    }

    /** The document with {@code signatures} instead of its own. */
    static byte[] signatures(byte[] document, Signature... signatures) {
        return tamper(document, json -> {
            ArrayNode array = json.putArray("signatures");
            for (Signature signature : signatures) {
                array.add(signature.toJson());
            }
        });
    }

    /** The root with {@code keys} as those of the timestamp, signed anew by {@code signer}. */
    static byte[] withTimestampKeys(byte[] root, SigningKey signer, int threshold, Key... keys) {
        return edit(
                root,
                signed -> {
                    ObjectNode role = (ObjectNode) signed.at("/roles/timestamp");
                    ArrayNode ids = role.put("threshold", threshold).putArray("keyids");
                    for (Key key : keys) {
                        ids.add(key.id());
                        ((ObjectNode) signed.get("keys")).set(key.id(), key.toJson());
                    }
                },
                signer);
    }

    static byte[] bytes(ObjectNode json) {
        return JsonText.compact(json).getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode parse(byte[] document) {
        try {
            return StrictJson.readObject("a document", document, LIMITS).copy();
        } catch (JsonException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
