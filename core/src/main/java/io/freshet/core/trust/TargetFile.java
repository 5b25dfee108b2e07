package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.Set;

/**
 * What targets metadata says of a target (clause 4.5, TARGETS).
 *
 * @param length its length in bytes
 * @param hashes its hashes
 * @param other further fields: {@code custom}, and those that this version does not know
 */
public record TargetFile(long length, Hashes hashes, UnknownFields other) {

    public TargetFile {
        if (length < 0) {
            throw new IllegalArgumentException("a target's length is not " + length);
        }
    }

    /** What a signer says of a target of these bytes. */
    public static TargetFile of(byte[] bytes) {
        return of(bytes.length, Digest.of(bytes));
    }

    /** What a signer says of a target of this length and SHA-256. */
    public static TargetFile of(long length, Digest sha256) {
        return new TargetFile(length, Hashes.of(sha256), UnknownFields.NONE);
    }

    static TargetFile read(JsonObject json) throws JsonException {
        long length = json.integer("length", 0, JsonObject.MAX_INTEGER);
        Hashes hashes = Hashes.read(json.object("hashes"));
        return new TargetFile(length, hashes, json.unknown(Set.of("length", "hashes")));
    }

    /**
     * Refuses bytes that are not this target (clause 5.7.3).
     *
     * @param document what to call it in the error
     */
    public void verify(String document, byte[] bytes) throws TrustException {
        if (bytes.length != length) {
            throw new TrustException.WrongLength(document, length, bytes.length);
        }
        hashes.verify(document, bytes);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("length", length);
        json.set("hashes", hashes.toJson());
        other.writeTo(json);
        return json;
    }
}
