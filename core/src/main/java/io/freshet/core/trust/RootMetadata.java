package io.freshet.core.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

    private static final String CUSTOM = "custom";
    private static final String FIRST_ROOT = "firstRoot";
    private static final String CONTACT = "contact";

    private static final Set<String> FIELDS = Header.fieldsAnd(CONSISTENT, "keys", "roles");

    public RootMetadata {
        for (Role role : List.of(root, timestamp, snapshot, targets)) {
            for (String id : role.keyIds()) {
                if (keys.get(id).isEmpty()) {
                    throw new IllegalArgumentException(
                            "a role lists the key " + EntryPath.printable(id) + ", which is not among the keys");
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

    /** The same with other keys. */
    RootMetadata with(KeyTable next) {
        return new RootMetadata(
                header, consistentSnapshot, next, root, timestamp, snapshot, targets, rolesOther, other);
    }

    /** The same with another role of this name. */
    RootMetadata with(String name, Role role) {
        requireTopLevel(name);
        return new RootMetadata(
                header,
                consistentSnapshot,
                keys,
                name.equals(RoleName.ROOT) ? role : root,
                name.equals(RoleName.TIMESTAMP) ? role : timestamp,
                name.equals(RoleName.SNAPSHOT) ? role : snapshot,
                name.equals(RoleName.TARGETS) ? role : targets,
                rolesOther,
                other);
    }

    /** The same without keys that no role has any more. */
    RootMetadata withoutIdleKeys() {
        Set<String> used = new HashSet<>();
        RoleName.TOP_LEVEL.forEach(name -> used.addAll(role(name).keyIds()));
        return with(keys.only(used));
    }

    /**
     * SHA-256 of the repository's root of version 1, which names its log: nobody who was given this root needs to believe a
     * mirror about it. Absent from that root itself, and from those of other publishers.
     */
    public Optional<Digest> firstRoot() {
        return custom(FIRST_ROOT)
                .map(JsonNode::asText)
                .filter(hex -> hex.matches("[0-9a-f]{64}"))
                .map(Digest::parse);
    }

    /**
     * Whom to ask about the repository. What stands there and can't be one names nobody: a root is not refused for it.
     */
    public Optional<Contact> contact() {
        return custom(CONTACT)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .flatMap(RootMetadata::contact);
    }

    private static Optional<Contact> contact(String text) {
        try {
            return Optional.of(new Contact(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same, naming somebody else to ask; or nobody. */
    RootMetadata with(Optional<Contact> contact) {
        ObjectNode custom = custom();
        custom.remove(CONTACT);
        contact.ifPresent(named -> custom.put(CONTACT, named.text()));
        return with(custom.isEmpty() ? other.without(CUSTOM) : other.with(CUSTOM, custom));
    }

    /**
     * The root after {@code current}, the same but for version and expiry, for saying which the first one is, and for
     * consistent snapshots, which what is written here always has.
     */
    static RootMetadata after(Metadata<RootMetadata> current, Instant expires) {
        RootMetadata root = current.signed();
        RootMetadata next = root.with(new Header(root.version() + 1, expires)).withConsistentSnapshots();
        return root.version() == 1 ? next.withFirstRoot(Digest.of(current.bytes())) : next;
    }

    private RootMetadata withConsistentSnapshots() {
        return new RootMetadata(header, Optional.of(true), keys, root, timestamp, snapshot, targets, rolesOther, other);
    }

    private RootMetadata withFirstRoot(Digest first) {
        return with(other.with(CUSTOM, custom().put(FIRST_ROOT, first.toString())));
    }

    private Optional<JsonNode> custom(String name) {
        return Optional.ofNullable(custom().get(name));
    }

    /** What stands beside TUF's fields. */
    private ObjectNode custom() {
        return other.get(CUSTOM).orElse(null) instanceof ObjectNode present
                ? present
                : JsonNodeFactory.instance.objectNode();
    }

    private RootMetadata with(UnknownFields next) {
        return new RootMetadata(header, consistentSnapshot, keys, root, timestamp, snapshot, targets, rolesOther, next);
    }

    /** The top-level role of this name. */
    public Role role(String name) {
        requireTopLevel(name);
        return switch (name) {
            case RoleName.ROOT -> root;
            case RoleName.TIMESTAMP -> timestamp;
            case RoleName.SNAPSHOT -> snapshot;
            default -> targets;
        };
    }

    private static void requireTopLevel(String name) {
        if (!RoleName.TOP_LEVEL.contains(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is no top-level role");
        }
    }

    /** Names of the top-level roles that a key signs for. */
    public List<String> rolesOf(String keyId) {
        return Stream.of(RoleName.ROOT, RoleName.TARGETS, RoleName.SNAPSHOT, RoleName.TIMESTAMP)
                .filter(name -> role(name).keyIds().contains(keyId))
                .toList();
    }

    /**
     * Whether snapshot or timestamp have other keys than {@code before} gave them: then clients forget the versions of
     * both (clause 5.3.11).
     */
    public boolean replacesOnlineKeys(RootMetadata before) {
        return !timestamp.sameKeys(before.timestamp) || !snapshot.sameKeys(before.snapshot);
    }

    /** Whether a document of a top-level role has the signatures that this root asks for. */
    public boolean accepts(String name, Metadata<?> document) {
        return new SignatureCheck("", name, role(name), keys).count(document).isMet();
    }

    /**
     * Makes sure that all roles can be signed for, and that each key stands under its own id.
     *
     * @throws IllegalArgumentException if a role needs more signatures than it has keys that verify, or a key is listed
     *     under an id that is not its own
     */
    public void requireSignable() {
        keys.byId().forEach((id, key) -> {
            if (key instanceof MisfiledKey) {
                throw new IllegalArgumentException("a key is listed under the id \"" + EntryPath.printable(id)
                        + "\", which is not its own: it could pass for another one, and would verify nothing");
            }
        });
        for (String name : List.of(RoleName.ROOT, RoleName.TARGETS, RoleName.SNAPSHOT, RoleName.TIMESTAMP)) {
            long able = role(name).keyIds().stream()
                    .flatMap(id -> keys.get(id).stream())
                    .filter(VerifyingKey.class::isInstance)
                    .map(key -> ((VerifyingKey) key).material())
                    .distinct()
                    .count();
            if (able < role(name).threshold()) {
                throw new IllegalArgumentException("the role " + name + " needs "
                        + role(name).threshold() + " signatures, and has " + able
                        + (able == 1 ? " key" : " keys") + " that can make them: nobody could ever sign for it");
            }
        }
    }

    /**
     * Why nodes would be stopped by this root, though all have signed it and each of their steps accepts it.
     *
     * @param before the root that it is to follow; none for a first one
     */
    public List<String> objections(Optional<RootMetadata> before) {
        List<String> objections = new ArrayList<>();
        if (!consistentSnapshot.orElse(false)) {
            objections.add("consistent_snapshot is not true: nodes would look for all other documents under names that"
                    + " none has here");
        }
        if (firstRoot().isEmpty()
                && before.filter(old -> old.version() == 1 || old.firstRoot().isPresent())
                        .isPresent()) {
            objections.add("it does not say which the repository's first root is (custom.firstRoot, 64 hexadecimal"
                    + " digits): nodes that are given this root could not tell which log is the repository's, and"
                    + " would refuse all that has to be logged");
        }
        return objections;
    }

    /**
     * Makes sure that nodes will not be stopped by this root.
     *
     * @throws IllegalArgumentException if they would be
     */
    public void requireUnobjectionable(Optional<RootMetadata> before) {
        List<String> objections = objections(before);
        if (!objections.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", objections));
        }
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
