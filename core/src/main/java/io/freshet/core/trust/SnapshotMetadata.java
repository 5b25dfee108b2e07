package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which version of each targets document is current (clause 4.4).
 *
 * @param header version and expiry
 * @param meta the documents by name of their role, {@code targets} among them
 * @param other fields that this version does not know
 */
public record SnapshotMetadata(Header header, SortedMap<String, MetaFile> meta, UnknownFields other) implements Signed {

    static final String TYPE = RoleName.SNAPSHOT;

    private static final String SUFFIX = ".json";

    public SnapshotMetadata {
        meta = Collections.unmodifiableSortedMap(new TreeMap<>(meta));
        // Repositories that began before version 1.0 of the specification list the root, too.
        meta.keySet().forEach(RoleName::encode);
        if (!meta.containsKey(RoleName.TARGETS)) {
            throw new IllegalArgumentException("a snapshot lists targets.json");
        }
    }

    static SnapshotMetadata read(JsonObject signed) throws JsonException, TrustException {
        Header header = Header.read(signed, TYPE);
        JsonObject meta = signed.object("meta");
        SortedMap<String, MetaFile> files = new TreeMap<>();
        for (Map.Entry<String, JsonObject> member : meta.members().entrySet()) {
            String name = member.getKey();
            if (!name.endsWith(SUFFIX)) {
                throw meta.invalid(name, "must end in " + SUFFIX);
            }
            files.put(name.substring(0, name.length() - SUFFIX.length()), MetaFile.read(member.getValue()));
        }
        return meta.build(() -> new SnapshotMetadata(header, files, signed.unknown(Header.fieldsAnd("meta"))));
    }

    /** What the current document of {@code role} is, if the snapshot lists it. */
    public Optional<MetaFile> file(String role) {
        return Optional.ofNullable(meta.get(role));
    }

    /** What it says of the chain of commits. */
    public SnapshotCustom custom() throws JsonException {
        return SnapshotCustom.read(other);
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        header.writeTo(json, TYPE);
        ObjectNode files = json.putObject("meta");
        meta.forEach((role, file) -> files.set(role + SUFFIX, file.toJson()));
        other.writeTo(json);
        return json;
    }
}
