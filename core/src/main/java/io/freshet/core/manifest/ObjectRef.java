package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;

/** A content-addressed document: the SHA-256 of its bytes, and how many there are. */
public record ObjectRef(Digest sha256, long length) {

    /** Where manifests and pages of history lie in a repository. */
    public String path() {
        String name = sha256.toString();
        return "manifests/" + name.substring(0, 2) + "/" + name + ".json";
    }

    /** The reference to a document of these bytes. */
    public static ObjectRef to(byte[] bytes) {
        return new ObjectRef(Digest.of(bytes), bytes.length);
    }

    static ObjectRef read(JsonObject json) throws JsonException {
        return new ObjectRef(json.digest("sha256"), json.integer("length", 1, JsonObject.MAX_INTEGER));
    }

    void write(ObjectNode json) {
        json.put("sha256", sha256.toString()).put("length", length);
    }
}
