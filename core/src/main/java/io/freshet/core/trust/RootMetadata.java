package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.List;
import java.util.Set;

/**
 * Who signs for the top-level roles (clause 4.3). Consistent snapshots are always on here.
 *
 * @param header version and expiry
 * @param keys the keys of all top-level roles
 * @param root who signs the next version of this document
 * @param timestamp who signs the timestamp
 * @param snapshot who signs the snapshot
 * @param targets who signs the top-level targets
 * @param rolesOther further roles ({@code mirrors}), which this version does not use
 * @param other fields that this version does not know
 */
public record RootMetadata(
        Header header,
        KeyTable keys,
        Role root,
        Role timestamp,
        Role snapshot,
        Role targets,
        UnknownFields rolesOther,
        UnknownFields other)
        implements Signed {

    static final String TYPE = RoleName.ROOT;

    private static final Set<String> FIELDS = Header.fieldsAnd("consistent_snapshot", "keys", "roles");

    public RootMetadata {
        for (Role role : List.of(root, timestamp, snapshot, targets)) {
            for (String id : role.keyIds()) {
                if (keys.get(id).isEmpty()) {
                    throw new IllegalArgumentException("a role lists the key " + id + ", which is not among the keys");
                }
            }
        }
    }

    static RootMetadata read(JsonObject signed) throws JsonException, TrustException {
        Header header = Header.read(signed, TYPE);
        if (!signed.bool("consistent_snapshot")) {
            throw signed.invalid("consistent_snapshot", "must be true: no other repositories are supported");
        }
        KeyTable keys = KeyTable.read(signed.object("keys"));
        JsonObject roles = signed.object("roles");
        Role root = Role.read(roles.object(RoleName.ROOT), Role.FIELDS);
        Role timestamp = Role.read(roles.object(RoleName.TIMESTAMP), Role.FIELDS);
        Role snapshot = Role.read(roles.object(RoleName.SNAPSHOT), Role.FIELDS);
        Role targets = Role.read(roles.object(RoleName.TARGETS), Role.FIELDS);
        UnknownFields rolesOther = roles.unknown(RoleName.TOP_LEVEL);
        return signed.build(() ->
                new RootMetadata(header, keys, root, timestamp, snapshot, targets, rolesOther, signed.unknown(FIELDS)));
    }

    /** The same under another version and expiry. */
    RootMetadata with(Header next) {
        return new RootMetadata(next, keys, root, timestamp, snapshot, targets, rolesOther, other);
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        header.writeTo(json, TYPE);
        json.put("consistent_snapshot", true);
        json.set("keys", keys.toJson());
        ObjectNode roles = json.putObject("roles");
        roles.set(RoleName.ROOT, root.toJson());
        roles.set(RoleName.TIMESTAMP, timestamp.toJson());
        roles.set(RoleName.SNAPSHOT, snapshot.toJson());
        roles.set(RoleName.TARGETS, targets.toJson());
        rolesOther.writeTo(roles);
        other.writeTo(json);
        return json;
    }
}
