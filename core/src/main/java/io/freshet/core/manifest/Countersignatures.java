package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.trust.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Signatures as DSSE writes them: {@code {"keyid": …, "sig": base64}}. */
final class Countersignatures {

    /** More than that nobody reads. */
    private static final int MOST = 64;

    private Countersignatures() {}

    static List<Signature> read(JsonObject json, String field) throws JsonException {
        if (!json.has(field)) {
            return List.of();
        }
        List<JsonObject> entries = json.objects(field);
        if (entries.size() > MOST) {
            throw json.invalid(field, "has " + entries.size() + " signatures, more than " + MOST);
        }
        List<Signature> signatures = new ArrayList<>();
        for (JsonObject entry : entries) {
            String keyId = entry.string("keyid");
            String sig = entry.string("sig");
            signatures.add(entry.build(() -> new Signature(
                    keyId, HexFormat.of().formatHex(Base64.getDecoder().decode(sig)), UnknownFields.NONE)));
        }
        return signatures;
    }

    static void write(ObjectNode json, String field, List<Signature> signatures) {
        ArrayNode array = json.putArray(field);
        for (Signature each : signatures) {
            array.addObject()
                    .put("keyid", each.keyId())
                    .put("sig", Base64.getEncoder().encodeToString(each.bytes()));
        }
    }
}
