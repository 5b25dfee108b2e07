package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.UnknownFields;
import java.nio.charset.StandardCharsets;

/**
 * What every document of the format begins with: the version, and what it requires of whoever reads it, and of whoever
 * writes its successor.
 */
public final class Heading {

    private static final int VERSION = 1;
    private static final String SALT = "salt";

    private Heading() {}

    /** A new document that requires nothing. */
    public static ObjectNode start() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("freshet", VERSION);
        ObjectNode requires = document.putObject("requires");
        requires.putArray("read");
        requires.putArray("write");
        return document;
    }

    /** These fields and a number without meaning, which gives a document another name. */
    static UnknownFields salted(UnknownFields fields, long salt) {
        return fields.with(SALT, LongNode.valueOf(salt & JsonObject.MAX_INTEGER));
    }

    /** These fields without that number: it concerns no other document. */
    static UnknownFields unsalted(UnknownFields fields) {
        return fields.without(SALT);
    }

    /** Refuses a version or a feature that this release can't read. */
    public static void check(JsonObject document) throws JsonException, UnsupportedFeature {
        long version = document.integer("freshet", 0, JsonObject.MAX_INTEGER);
        if (version != VERSION) {
            throw new UnsupportedFeature(document.document(), "format version " + version);
        }
        for (String feature : document.object("requires").strings("read")) {
            throw new UnsupportedFeature(document.document(), feature);
        }
    }

    /** Refuses also a feature without which nobody may write what follows the document. */
    public static void checkToSucceed(JsonObject document) throws JsonException, UnsupportedFeature {
        check(document);
        for (String feature : document.object("requires").strings("write")) {
            throw new UnsupportedFeature(document.document() + ", for whatever follows it,", feature);
        }
    }

    /**
     * The document's bytes: readable, and the same on every machine.
     *
     * @throws IllegalArgumentException if no reader would take so many
     */
    static byte[] bytes(String what, ObjectNode document, JsonLimits limits) {
        byte[] bytes = JsonText.readable(document).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > limits.maxBytes()) {
            throw new IllegalArgumentException(what + " of " + bytes.length + " bytes would be read by nobody: "
                    + limits.maxBytes() + " are the most");
        }
        return bytes;
    }
}
