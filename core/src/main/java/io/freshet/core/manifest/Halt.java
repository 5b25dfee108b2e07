package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.trust.Signature;
import java.time.Instant;
import java.util.List;

/**
 * That nobody is to fetch from a channel for the time being.
 *
 * @param reason for people
 * @param time since when
 * @param signatures of those on call who say so, where the channel's rules ask for one; in base64
 */
public record Halt(String reason, Instant time, List<Signature> signatures) {

    /** @throws IllegalArgumentException if the reason is longer than anybody reads */
    public Halt {
        signatures = List.copyOf(signatures);
        Reasons.check(reason);
    }

    static Halt read(JsonObject json) throws JsonException {
        String reason = json.string("reason");
        Instant time = Times.read(json, "time");
        List<Signature> signatures = Countersignatures.read(json, "signatures");
        return json.build(() -> new Halt(reason, time, signatures));
    }

    void write(ObjectNode json) {
        json.put("reason", reason).put("time", time.toString());
        Countersignatures.write(json, "signatures", signatures);
    }
}
