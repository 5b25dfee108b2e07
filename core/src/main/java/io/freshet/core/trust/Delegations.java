package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom targets are delegated to (clause 4.5, DELEGATIONS), in order of preference.
 *
 * @param keys the keys of the roles
 * @param roles the roles, each name once
 * @param other fields that this version does not know
 */
public record Delegations(KeyTable keys, List<Delegation> roles, UnknownFields other) {

    public Delegations {
        roles = List.copyOf(roles);
        Set<String> names = new HashSet<>();
        for (Delegation delegation : roles) {
            if (!names.add(delegation.name())) {
                throw new IllegalArgumentException("the role " + delegation.name() + " is delegated to twice");
            }
            for (String id : delegation.role().keyIds()) {
                if (keys.get(id).isEmpty()) {
                    throw new IllegalArgumentException(
                            "the role " + delegation.name() + " lists the key " + id + ", which is not among the keys");
                }
            }
        }
    }

    static Delegations read(JsonObject json) throws JsonException, TrustException {
        if (json.has("succinct_roles")) {
            throw new TrustException.UnsupportedDelegation(json.document(), "succinct_roles", "");
        }
        KeyTable keys = KeyTable.read(json.object("keys"));
        List<Delegation> roles = new ArrayList<>();
        for (JsonObject role : json.objects("roles")) {
            roles.add(Delegation.read(role));
        }
        return json.build(() -> new Delegations(keys, roles, json.unknown(Set.of("keys", "roles"))));
    }

    /** The delegation to the role of this name. */
    public Optional<Delegation> role(String name) {
        return roles.stream()
                .filter(delegation -> delegation.name().equals(name))
                .findFirst();
    }

    /**
     * These delegations and one more, whose keys are among {@code its}.
     *
     * @throws IllegalArgumentException if a role of that name is there, or one that could say anything about its paths:
     *     in our repositories a path has one role
     */
    public Delegations with(Delegation added, KeyTable its) {
        for (Delegation present : roles) {
            for (PathPattern pattern : added.paths()) {
                if (present.paths().stream().anyMatch(pattern::overlaps)) {
                    throw new IllegalArgumentException("the paths of the roles " + present.name() + " and "
                            + added.name() + " overlap at " + pattern.glob());
                }
            }
        }
        KeyTable all = keys;
        for (Key key : its.byId().values()) {
            all = all.with(key);
        }
        List<Delegation> longer = new ArrayList<>(roles);
        longer.add(added);
        return new Delegations(all, longer, other);
    }

    /** These delegations with the channels being signed for by those who sign the snapshot by {@code root}. */
    Delegations handedOver(RootMetadata root) {
        Role online = new Role(root.snapshot().keyIds(), root.snapshot().threshold());
        List<Delegation> next = new ArrayList<>();
        KeyTable all = keys;
        Set<String> used = new HashSet<>();
        for (Delegation each : roles) {
            boolean stays = !ChannelName.isRole(each.name()) || each.role().sameKeys(online);
            next.add(stays ? each : new Delegation(each.name(), online, each.paths(), each.terminating()));
            used.addAll(next.getLast().role().keyIds());
        }
        for (String id : online.keyIds()) {
            all = root.keys().get(id).map(all::with).orElse(all);
        }
        return new Delegations(all.only(used), next, other);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("keys", keys.toJson());
        ArrayNode array = json.putArray("roles");
        roles.forEach(role -> array.add(role.toJson()));
        other.writeTo(json);
        return json;
    }
}
