package io.freshet.core.attest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import java.util.Collections;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Something that a statement is about, or that was used (in-toto, ResourceDescriptor).
 *
 * @param name what it is called; may be empty
 * @param digests its digests by the names of their algorithms
 */
public record ResourceDescriptor(String name, SequencedMap<String, String> digests) {

    /** The name of the digest that a component's content root is: no hash of a file (format, section 4). */
    public static final String CONTENT_ROOT = "freshetContentRoot";

    private static final String SHA256 = "sha256";

    /** Copies the digests. */
    public ResourceDescriptor {
        digests = Collections.unmodifiableSequencedMap(new TreeMap<>(digests));
    }

    /** An object by the SHA-256 of its bytes. */
    public static ResourceDescriptor object(String name, Digest sha256) {
        return new ResourceDescriptor(name, one(SHA256, sha256));
    }

    /** A component by its content root. */
    public static ResourceDescriptor component(String name, Digest contentRoot) {
        return new ResourceDescriptor("component/" + name, one(CONTENT_ROOT, contentRoot));
    }

    /** Whether it has this digest under its algorithm's name. */
    boolean hasDigestOf(ResourceDescriptor other) {
        return !other.digests.isEmpty() && digests.entrySet().containsAll(other.digests.entrySet());
    }

    private static SequencedMap<String, String> one(String algorithm, Digest digest) {
        SequencedMap<String, String> one = new TreeMap<>();
        one.put(algorithm, digest.toString());
        return one;
    }

    static ResourceDescriptor read(JsonObject json) throws JsonException {
        String name = json.optionalString("name").orElse("");
        SequencedMap<String, String> digests =
                json.has("digest") ? json.object("digest").stringMembers() : new TreeMap<>();
        return new ResourceDescriptor(name, digests);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!name.isEmpty()) {
            json.put("name", name);
        }
        ObjectNode digest = json.putObject("digest");
        digests.forEach(digest::put);
        return json;
    }
}
