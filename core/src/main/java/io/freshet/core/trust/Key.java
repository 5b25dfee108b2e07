package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.CanonicalJson;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;

/** A public key as metadata lists it (clause 4.2, keys). */
public sealed interface Key permits VerifyingKey, UnsupportedKey, InvalidKey, MisfiledKey {

    /**
     * The id that metadata lists it under: the SHA-256 of its canonical form with all its fields, in 64 hexadecimal
     * digits; only a {@link MisfiledKey} has another.
     */
    default String id() {
        return Digest.of(CanonicalJson.encode(toJson())).toString();
    }

    /** The key as metadata lists it, with every field that it was read with. */
    ObjectNode toJson();

    /**
     * Reads a key. One of a type that this version does not know, or that is no key of its type, is kept, and never
     * verifies anything.
     *
     * @throws JsonException if it has no type or scheme
     */
    static Key read(JsonObject json) throws JsonException {
        String type = json.string("keytype");
        String scheme = json.string("scheme");
        try {
            if (type.equals(Ed25519Key.NAME) && scheme.equals(Ed25519Key.NAME)) {
                return KeyFields.read(json).make(Ed25519Key::new);
            }
            if (EcdsaKey.TYPES.contains(type) && scheme.equals(EcdsaKey.SCHEME)) {
                return KeyFields.read(json).make((key, keyval, other) -> new EcdsaKey(type, key, keyval, other));
            }
            if (type.equals(RsaKey.TYPE) && scheme.equals(RsaKey.SCHEME)) {
                return KeyFields.read(json).make(RsaKey::new);
            }
        } catch (JsonException e) {
            return new InvalidKey(e.problem(), json.copy());
        }
        return new UnsupportedKey(type, scheme, json.copy());
    }
}
