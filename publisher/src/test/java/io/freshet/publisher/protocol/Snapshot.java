package io.freshet.publisher.protocol;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The snapshot role's metadata, with all that it binds.
 *
 * @param roles by channel
 * @param log every log entry below this number exists
 */
record Snapshot(int version, SortedMap<String, Role> roles, int log, Condemned condemned) {
    Release release(String channel) {
        return roles.get(channel).release();
    }

    /** Everything that a reader of any channel needs. */
    SortedSet<String> packs() {
        var packs = new TreeSet<String>();
        roles.values().forEach(role -> packs.addAll(role.release().packs()));
        return packs;
    }

    Snapshot with(Role role, int atVersion) {
        var changed = new TreeMap<>(roles);
        changed.put(role.release().channel(), role);
        int entries = Math.max(log, role.release().log() + 1);
        return new Snapshot(atVersion, Collections.unmodifiableSortedMap(changed), entries, condemned);
    }

    Snapshot with(Optional<Role> role) {
        return role.map(signed -> with(signed, version)).orElse(this);
    }

    Snapshot with(Condemned list, int atVersion) {
        return new Snapshot(atVersion, roles, log, list);
    }

    String name() {
        return Names.snapshot(version);
    }

    /** Of little, but of what tells snapshots apart. */
    @Override
    public int hashCode() {
        int hash = (version * 31 + log) * 31 + condemned.number();
        for (Role role : roles.values()) {
            hash = hash * 31 + role.release().run().hashCode() + role.version();
        }
        return hash * 0x9E3779B1;
    }
}
