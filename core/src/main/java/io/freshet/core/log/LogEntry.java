package io.freshet.core.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.trust.ChannelName;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a release says of itself in the log, before it is one (commit protocol, section 5). Fields that this release does
 * not know are passed over: what the log has of an entry is its bytes.
 *
 * @param run who wrote it: no two runs write the same entry
 */
public record LogEntry(
        ChannelName channel, long sequence, ObjectRef manifest, Optional<Long> height, Instant time, String run) {

    /** What a reader accepts. */
    public static final JsonLimits LIMITS = new JsonLimits(4 << 10, 8);

    private static final int VERSION = 1;

    /** Reads an entry of at most 4 KiB; {@code document} is what errors call it. */
    public static LogEntry read(String document, byte[] bytes) throws JsonException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        json.integer("freshet", VERSION, VERSION);
        String channel = json.string("channel");
        JsonObject manifest = json.object("manifest");
        String time = json.string("time");
        Instant at;
        try {
            at = Instant.parse(time);
        } catch (DateTimeException e) {
            throw json.invalid("time", "is \"" + time + "\", not a time like 2026-11-23T00:05:00Z");
        }
        return new LogEntry(
                json.build(() -> new ChannelName(channel)),
                json.integer("sequence", 1, JsonObject.MAX_INTEGER),
                new ObjectRef(manifest.digest("sha256"), manifest.integer("length", 1, JsonObject.MAX_INTEGER)),
                json.has("height") ? Optional.of(json.integer("height", 0, JsonObject.MAX_INTEGER)) : Optional.empty(),
                at,
                json.string("run"));
    }

    /** Whether it is that of this release. */
    public boolean isOf(ChannelName ofChannel, long ofSequence, ObjectRef ofManifest) {
        return channel.equals(ofChannel) && sequence == ofSequence && manifest.equals(ofManifest);
    }

    /** The bytes of the entry. */
    public byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("freshet", VERSION);
        json.put("channel", channel.name()).put("sequence", sequence);
        json.putObject("manifest").put("sha256", manifest.sha256().toString()).put("length", manifest.length());
        height.ifPresent(h -> json.put("height", h));
        json.put("time", time.toString()).put("run", run);
        return JsonText.readable(json).getBytes(StandardCharsets.UTF_8);
    }
}
