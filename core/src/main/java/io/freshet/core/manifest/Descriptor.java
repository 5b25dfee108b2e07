package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a user pastes: where mirrors are, and which channels there are. Unsigned advice (format, section 11).
 *
 * @param mirrors base URLs
 * @param channels names
 */
public record Descriptor(List<String> mirrors, List<String> channels) {

    /** Where it lies in a repository. */
    public static final String PATH = "repo.freshet";

    /** What a reader accepts. */
    public static final JsonLimits LIMITS = new JsonLimits(64 << 10, 32);

    /** Copies the lists. */
    public Descriptor {
        mirrors = List.copyOf(mirrors);
        channels = List.copyOf(channels);
    }

    /** Reads a descriptor. */
    public static Descriptor read(String document, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        long version = json.integer("freshet", 0, JsonObject.MAX_INTEGER);
        if (version != 1) {
            throw new UnsupportedFeature(document, "format version " + version);
        }
        return new Descriptor(json.strings("mirrors"), json.strings("channels"));
    }

    /** The document. */
    public byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("freshet", 1);
        ArrayNode bases = json.putArray("mirrors");
        mirrors.forEach(bases::add);
        ArrayNode names = json.putArray("channels");
        channels.forEach(names::add);
        return JsonText.readable(json).getBytes(StandardCharsets.UTF_8);
    }
}
