package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.Set;

/** The fields that all types of keys have (clause 4.2): {@code keytype}, {@code scheme}, and {@code keyval.public}. */
final class KeyFields {

    private final JsonObject keyval;
    private final JsonObject json;

    private KeyFields(JsonObject keyval, JsonObject json) {
        this.keyval = keyval;
        this.json = json;
    }

    static KeyFields read(JsonObject json) throws JsonException {
        return new KeyFields(json.object("keyval"), json);
    }

    <K> K make(Maker<K> maker) throws JsonException {
        String publicKey = keyval.string("public");
        return keyval.build(() -> maker.make(
                publicKey, keyval.unknown(Set.of("public")), json.unknown(Set.of("keytype", "scheme", "keyval"))));
    }

    static ObjectNode write(
            String type, String scheme, String publicKey, UnknownFields keyvalOther, UnknownFields other) {
        ObjectNode keyval = JsonNodeFactory.instance.objectNode().put("public", publicKey);
        keyvalOther.writeTo(keyval);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("keytype", type).put("scheme", scheme).set("keyval", keyval);
        other.writeTo(json);
        return json;
    }

    /** Makes a key of one type, or refuses its public part by {@code IllegalArgumentException}. */
    interface Maker<K> {

        K make(String publicKey, UnknownFields keyvalOther, UnknownFields other);
    }
}
