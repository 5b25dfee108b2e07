package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which targets there are, and whom further ones are delegated to (clause 4.5): the top-level targets, and the document
 * of every role that targets are delegated to.
 *
 * @param header version and expiry
 * @param targets targets by their paths
 * @param delegations whom paths are delegated to
 * @param other fields that this version does not know
 */
public record TargetsMetadata(
        Header header, SortedMap<String, TargetFile> targets, Optional<Delegations> delegations, UnknownFields other)
        implements Signed {

    static final String TYPE = RoleName.TARGETS;

    private static final Set<String> FIELDS = Header.fieldsAnd("targets", "delegations");

    public TargetsMetadata {
        targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
        targets.keySet().forEach(RepositoryPaths::requireTarget);
    }

    static TargetsMetadata read(JsonObject signed) throws JsonException, TrustException {
        Header header = Header.read(signed, TYPE);
        JsonObject listed = signed.object("targets");
        SortedMap<String, TargetFile> targets = new TreeMap<>();
        for (Map.Entry<String, JsonObject> member : listed.members().entrySet()) {
            targets.put(member.getKey(), TargetFile.read(member.getValue()));
        }
        Optional<JsonObject> found = signed.optionalObject("delegations");
        Optional<Delegations> delegations =
                found.isPresent() ? Optional.of(Delegations.read(found.get())) : Optional.empty();
        return listed.build(() -> new TargetsMetadata(header, targets, delegations, signed.unknown(FIELDS)));
    }

    /** The target at {@code path}, if this document lists it. */
    public Optional<TargetFile> target(String path) {
        return Optional.ofNullable(targets.get(path));
    }

    /** The same under another version and expiry. */
    TargetsMetadata with(Header next) {
        return new TargetsMetadata(next, targets, delegations, other);
    }

    /** The same with other targets. */
    TargetsMetadata with(SortedMap<String, TargetFile> next) {
        return new TargetsMetadata(header, next, delegations, other);
    }

    /** The same with other delegations. */
    TargetsMetadata with(Delegations next) {
        return new TargetsMetadata(header, targets, Optional.of(next), other);
    }

    /** The same with the channels that go along with the online keys delegated to the new ones. */
    TargetsMetadata handedOver(Handover handover) {
        return delegations.map(value -> with(value.handedOver(handover))).orElse(this);
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        header.writeTo(json, TYPE);
        ObjectNode files = json.putObject("targets");
        targets.forEach((path, file) -> files.set(path, file.toJson()));
        delegations.ifPresent(value -> json.set("delegations", value.toJson()));
        other.writeTo(json);
        return json;
    }
}
