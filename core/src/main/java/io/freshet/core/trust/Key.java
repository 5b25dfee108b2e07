package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.CanonicalJson;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;

/** A public key as metadata lists it (clause 4.2, keys). */
public sealed interface Key permits Ed25519Key, UnsupportedKey {

    /** The key's id: the SHA-256 of its canonical form, in 64 hexadecimal digits. */
    default String id() {
        return Digest.of(CanonicalJson.encode(toJson())).toString();
    }

    /** The key as metadata lists it, with every field that it was read with. */
    ObjectNode toJson();

    /** Reads a key; one of a type that this version does not know is kept, and never verifies anything. */
    static Key read(JsonObject json) throws JsonException {
        String type = json.string("keytype");
        String scheme = json.string("scheme");
        return type.equals(Ed25519Key.NAME) && scheme.equals(Ed25519Key.NAME)
                ? Ed25519Key.read(json)
                : new UnsupportedKey(type, scheme, json.copy());
    }
}
