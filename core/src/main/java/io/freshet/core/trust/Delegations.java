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

    /**
     * These delegations with other signers for a role.
     *
     * @throws IllegalArgumentException if there is no such role
     */
    Delegations withSigners(String name, ChannelSigners signers) {
        Delegation present =
                role(name).orElseThrow(() -> new IllegalArgumentException("nothing is delegated to " + name));
        return withSigners(List.of(present), signers.table(), signers.role());
    }

    /** These delegations with the channels that go along with the online keys being signed for by the new ones. */
    Delegations handedOver(Handover handover) {
        List<Delegation> going = roles.stream().filter(handover::takes).toList();
        return withSigners(going, handover.next().keys(), handover.next().snapshot());
    }

    /** What else somebody has said of these roles stays. */
    private Delegations withSigners(List<Delegation> changed, KeyTable table, Role signers) {
        List<Delegation> next = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (Delegation each : roles) {
            Role role = changed.contains(each) ? each.role().with(signers.keyIds(), signers.threshold()) : each.role();
            next.add(new Delegation(each.name(), role, each.paths(), each.terminating()));
            used.addAll(role.keyIds());
        }
        KeyTable all = keys;
        for (String id : signers.keyIds()) {
            all = table.get(id).map(all::with).orElse(all);
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
