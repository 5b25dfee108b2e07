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
import java.util.List;

/**
 * Where a version came from: a note for people, and for commands that are not told where to look.
 *
 * @param mirrors base URLs, without passwords
 */
public record Origin(ChannelName channel, List<String> mirrors) {

    private static final JsonLimits LIMITS = new JsonLimits(64 << 10, 8);

    /** Copies the list. */
    public Origin {
        mirrors = List.copyOf(mirrors);
    }

    static Origin read(String document, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        String channel = json.string("channel");
        List<String> mirrors = json.strings("mirrors");
        return json.build(() -> new Origin(new ChannelName(channel), mirrors));
    }

    byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("channel", channel.name());
        ArrayNode urls = json.putArray("mirrors");
        mirrors.forEach(urls::add);
        return JsonText.readable(json).getBytes(StandardCharsets.UTF_8);
    }
}
