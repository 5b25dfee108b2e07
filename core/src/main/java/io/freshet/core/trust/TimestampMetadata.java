package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.List;

/**
 * Which snapshot is current (clause 4.6).
 *
 * @param header version and expiry
 * @param snapshot what the current snapshot is
 * @param other fields that this version does not know
 */
public record TimestampMetadata(Header header, MetaFile snapshot, UnknownFields other) implements Signed {

    static final String TYPE = RoleName.TIMESTAMP;

    private static final String SNAPSHOT = "snapshot.json";

    static TimestampMetadata read(JsonObject signed) throws JsonException, TrustException {
        Header header = Header.read(signed, TYPE);
        JsonObject meta = signed.object("meta");
        if (!meta.names().equals(List.of(SNAPSHOT))) {
            throw meta.invalid("must list " + SNAPSHOT + " and nothing else");
        }
        return new TimestampMetadata(
                header, MetaFile.read(meta.object(SNAPSHOT)), signed.unknown(Header.fieldsAnd("meta")));
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        header.writeTo(json, TYPE);
        json.putObject("meta").set(SNAPSHOT, snapshot.toJson());
        other.writeTo(json);
        return json;
    }
}
