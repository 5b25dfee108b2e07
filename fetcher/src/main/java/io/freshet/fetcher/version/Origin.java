package io.freshet.fetcher.version;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.trust.ChannelName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * Where a version came from: a note for people, and for commands that are not told where to look.
 *
 * @param mirrors base URLs, without passwords
 * @param byManifest when it was fetched by the digest of its manifest, if that was all that it was trusted for
 */
public record Origin(ChannelName channel, List<String> mirrors, Optional<Instant> byManifest) {

    private static final JsonLimits LIMITS = new JsonLimits(64 << 10, 8);

    /** Copies the list. */
    public Origin {
        mirrors = List.copyOf(mirrors);
    }

    /** One that was fetched as what its channel named. */
    public Origin(ChannelName channel, List<String> mirrors) {
        this(channel, mirrors, Optional.empty());
    }

    static Origin read(String document, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        String channel = json.string("channel");
        List<String> mirrors = json.strings("mirrors");
        Optional<String> byManifest = json.optionalString("byManifest");
        try {
            Optional<Instant> time = byManifest.map(Instant::parse);
            return json.build(() -> new Origin(new ChannelName(channel), mirrors, time));
        } catch (DateTimeParseException e) {
            throw json.invalid("byManifest", "is no time");
        }
    }

    byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("channel", channel.name());
        ArrayNode urls = json.putArray("mirrors");
        mirrors.forEach(urls::add);
        byManifest.ifPresent(time -> json.put("byManifest", time.toString()));
        return JsonText.readable(json).getBytes(StandardCharsets.UTF_8);
    }
}
