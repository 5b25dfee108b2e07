package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.trust.Signature;
import java.time.Instant;
import java.util.List;
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
 * @param approvals signatures of those who approved its manifest for the channel, where that is asked for; in base64
 */
public record Release(
        long sequence,
        ObjectRef manifest,
        LocationRef location,
        Optional<Long> height,
        Instant time,
        List<Signature> approvals,
        UnknownFields unknown) {

    static final Set<String> FIELDS = Set.of("sequence", "manifest", "location", "height", "time", "approvals");

    /** Copies the list. */
    public Release {
        approvals = List.copyOf(approvals);
    }

    /** One that nobody approved. */
    public Release(
            long sequence,
            ObjectRef manifest,
            LocationRef location,
            Optional<Long> height,
            Instant time,
            UnknownFields unknown) {
        this(sequence, manifest, location, height, time, List.of(), unknown);
    }

    /** Reads the release in {@code json}, whose other fields {@code known} belong to somebody else. */
    static Release read(JsonObject json, Set<String> known) throws JsonException {
        return new Release(
                json.integer("sequence", 1, JsonObject.MAX_INTEGER),
                ObjectRef.read(json.object("manifest")),
                LocationRef.read(json.object("location")),
                json.has("height") ? Optional.of(json.integer("height", 0, JsonObject.MAX_INTEGER)) : Optional.empty(),
                Times.read(json, "time"),
                Countersignatures.read(json, "approvals"),
                json.unknown(known));
    }

    void write(ObjectNode json) {
        json.put("sequence", sequence);
        manifest.write(json.putObject("manifest"));
        location.write(json.putObject("location"));
        height.ifPresent(h -> json.put("height", h));
        json.put("time", time.toString());
        if (!approvals.isEmpty()) {
            Countersignatures.write(json, "approvals", approvals);
        }
        unknown.writeTo(json);
    }

    /** The same with other fields that this version does not know. */
    Release with(UnknownFields next) {
        return new Release(sequence, manifest, location, height, time, approvals, next);
    }

    /** The same as a history lists it: what else the pointer said stays with the pointer. */
    public Release plain() {
        return with(UnknownFields.NONE);
    }
}
