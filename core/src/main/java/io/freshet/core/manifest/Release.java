package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One release of a channel.
 *
 * @param sequence its number in the channel, which always rises
 * @param manifest the snapshot's manifest
 * @param location where its location root lies
 * @param height block, slot or epoch, if it is known
 * @param time when it was released
 */
public record Release(
        long sequence,
        ObjectRef manifest,
        LocationRef location,
        Optional<Long> height,
        Instant time,
        UnknownFields unknown) {

    static final Set<String> FIELDS = Set.of("sequence", "manifest", "location", "height", "time");

    /** Reads the release in {@code json}, whose other fields {@code known} belong to somebody else. */
    static Release read(JsonObject json, Set<String> known) throws JsonException {
        return new Release(
                json.integer("sequence", 1, JsonObject.MAX_INTEGER),
                ObjectRef.read(json.object("manifest")),
                LocationRef.read(json.object("location")),
                json.has("height") ? Optional.of(json.integer("height", 0, JsonObject.MAX_INTEGER)) : Optional.empty(),
                Times.read(json, "time"),
                json.unknown(known));
    }

    void write(ObjectNode json) {
        json.put("sequence", sequence);
        manifest.write(json.putObject("manifest"));
        location.write(json.putObject("location"));
        height.ifPresent(h -> json.put("height", h));
        json.put("time", time.toString());
        unknown.writeTo(json);
    }
}
