package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.json.UnknownFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a user pastes: where mirrors are, and which channels there are. Unsigned advice (format, section 11).
 *
 * @param mirrors base URLs
 * @param channels names
 * @param other fields that this version does not know
 */
public record Descriptor(List<String> mirrors, List<String> channels, UnknownFields other) {

    /** Where it lies in a repository. */
    public static final String PATH = "repo.freshet";

    /** What a reader accepts. */
    public static final JsonLimits LIMITS = new JsonLimits(64 << 10, 32);

    private static final Set<String> FIELDS = Set.of("freshet", "mirrors", "channels");

    /** Copies the lists. */
    public Descriptor {
        mirrors = List.copyOf(mirrors);
        channels = List.copyOf(channels);
    }

    /** One with nothing that this version does not know. */
    public Descriptor(List<String> mirrors, List<String> channels) {
        this(mirrors, channels, UnknownFields.NONE);
    }

    /** The same with one more channel, behind the others; as it is where it has that. */
    public Descriptor withChannel(String channel) {
        if (channels.contains(channel)) {
            return this;
        }
        List<String> more = new ArrayList<>(channels);
        more.add(channel);
        return new Descriptor(mirrors, more, other);
    }

    /** Reads a descriptor. */
    public static Descriptor read(String document, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        long version = json.integer("freshet", 0, JsonObject.MAX_INTEGER);
        if (version != 1) {
            throw new UnsupportedFeature(document, "format version " + version);
        }
        return new Descriptor(json.strings("mirrors"), json.strings("channels"), json.unknown(FIELDS));
    }

    /** The document. */
    public byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("freshet", 1);
        ArrayNode bases = json.putArray("mirrors");
        mirrors.forEach(bases::add);
        ArrayNode names = json.putArray("channels");
        channels.forEach(names::add);
        other.writeTo(json);
        return JsonText.readable(json).getBytes(StandardCharsets.UTF_8);
    }
}
