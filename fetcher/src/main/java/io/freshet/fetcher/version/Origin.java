package io.freshet.fetcher.version;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
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
 * @param anchoring who knew its block, where anybody was asked
 */
public record Origin(
        ChannelName channel, List<String> mirrors, Optional<Instant> byManifest, Optional<Anchoring> anchoring) {

    private static final JsonLimits LIMITS = new JsonLimits(64 << 10, 8);
    private static final int MOST_ASKED = 1000;

    /** Copies the list. */
    public Origin {
        mirrors = List.copyOf(mirrors);
    }

    /**
     * That its block was the chain's.
     *
     * @param time when anchors were asked
     * @param asked how many were
     * @param by the names of those who agreed, without secrets
     */
    public record Anchoring(Instant time, int asked, List<String> by) {
        /** Copies the list. */
        public Anchoring {
            by = List.copyOf(by);
        }

        private static Anchoring read(JsonObject json) throws JsonException {
            return new Anchoring(instant(json, "time"), (int) json.integer("asked", 1, MOST_ASKED), json.strings("by"));
        }

        private void write(ObjectNode json) {
            json.put("time", time.toString()).put("asked", asked);
            ArrayNode names = json.putArray("by");
            by.forEach(names::add);
        }
    }

    static Origin read(String document, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        String channel = json.string("channel");
        List<String> mirrors = json.strings("mirrors");
        Optional<Instant> byManifest =
                json.has("byManifest") ? Optional.of(instant(json, "byManifest")) : Optional.empty();
        Optional<Anchoring> anchoring =
                json.has("anchored") ? Optional.of(Anchoring.read(json.object("anchored"))) : Optional.empty();
        return json.build(() -> new Origin(new ChannelName(channel), mirrors, byManifest, anchoring));
    }

    private static Instant instant(JsonObject json, String field) throws JsonException {
        String text = json.string(field);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw json.invalid(field, "is no time");
        }
    }

    byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("channel", channel.name());
        ArrayNode urls = json.putArray("mirrors");
        mirrors.forEach(urls::add);
        byManifest.ifPresent(time -> json.put("byManifest", time.toString()));
        anchoring.ifPresent(each -> each.write(json.putObject("anchored")));
        return JsonText.readable(json).getBytes(StandardCharsets.UTF_8);
    }
}
