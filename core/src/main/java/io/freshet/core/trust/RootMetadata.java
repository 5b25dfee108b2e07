package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who signs for the top-level roles (clause 4.3). What is written here has consistent snapshots on.
 *
 * @param header version and expiry
 * @param consistentSnapshot whether documents and targets have their version or hash in their names; absent means no
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
        Optional<Boolean> consistentSnapshot,
        KeyTable keys,
        Role root,
        Role timestamp,
        Role snapshot,
        Role targets,
        UnknownFields rolesOther,
        UnknownFields other)
        implements Signed {

    static final String TYPE = RoleName.ROOT;

    private static final String CONSISTENT = "consistent_snapshot";

    private static final Set<String> FIELDS = Header.fieldsAnd(CONSISTENT, "keys", "roles");

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
        Optional<Boolean> consistent = signed.has(CONSISTENT) ? Optional.of(signed.bool(CONSISTENT)) : Optional.empty();
        KeyTable keys = KeyTable.read(signed.object("keys"));
        JsonObject roles = signed.object("roles");
        Role root = Role.read(roles.object(RoleName.ROOT), Role.FIELDS);
        Role timestamp = Role.read(roles.object(RoleName.TIMESTAMP), Role.FIELDS);
        Role snapshot = Role.read(roles.object(RoleName.SNAPSHOT), Role.FIELDS);
        Role targets = Role.read(roles.object(RoleName.TARGETS), Role.FIELDS);
        UnknownFields rolesOther = roles.unknown(RoleName.TOP_LEVEL);
        return signed.build(() -> new RootMetadata(
                header, consistent, keys, root, timestamp, snapshot, targets, rolesOther, signed.unknown(FIELDS)));
    }

    /** Where the documents and targets of this repository lie. */
    RepositoryLayout layout() {
        return new RepositoryLayout(consistentSnapshot.orElse(false));
    }

    /** The same under another version and expiry. */
    RootMetadata with(Header next) {
        return new RootMetadata(next, consistentSnapshot, keys, root, timestamp, snapshot, targets, rolesOther, other);
    }

    @Override
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        header.writeTo(json, TYPE);
        consistentSnapshot.ifPresent(on -> json.put(CONSISTENT, on));
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
