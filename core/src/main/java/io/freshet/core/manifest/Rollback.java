package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.trust.Signature;
import java.util.List;
import java.util.Optional;

/**
 * That a channel was taken back to a release that it had before. Later pointers keep saying so: whoever saw the channel
 * last before that may take what is lower than what he saw.
 *
 * @param from number of the release that it was taken back from; the pointer of the next number took it back
 * @param manifest SHA-256 of the manifest that it was taken back to
 * @param floor height of that: nothing lower is taken for it
 * @param ceiling the greatest height that the channel had before: as long as releases are not above it, pointers say this
 * @param reason for people
 * @param signatures of those on call who say so, where the channel's rules ask for one; in base64
 */
public record Rollback(
        long from,
        Digest manifest,
        Optional<Long> floor,
        Optional<Long> ceiling,
        String reason,
        List<Signature> signatures) {

    /** @throws IllegalArgumentException if the reason is longer than anybody reads */
    public Rollback {
        signatures = List.copyOf(signatures);
        Reasons.check(reason);
    }

    static Rollback read(JsonObject json) throws JsonException {
        long from = json.integer("from", 1, JsonObject.MAX_INTEGER);
        Digest manifest = json.digest("manifest");
        Optional<Long> floor = height(json, "floor");
        Optional<Long> ceiling = height(json, "ceiling");
        String reason = json.string("reason");
        List<Signature> signatures = Countersignatures.read(json, "signatures");
        return json.build(() -> new Rollback(from, manifest, floor, ceiling, reason, signatures));
    }

    private static Optional<Long> height(JsonObject json, String field) throws JsonException {
        return json.has(field) ? Optional.of(json.integer(field, 0, JsonObject.MAX_INTEGER)) : Optional.empty();
    }

    void write(ObjectNode json) {
        json.put("from", from).put("manifest", manifest.toString());
        floor.ifPresent(value -> json.put("floor", value));
        ceiling.ifPresent(value -> json.put("ceiling", value));
        json.put("reason", reason);
        Countersignatures.write(json, "signatures", signatures);
    }
}
