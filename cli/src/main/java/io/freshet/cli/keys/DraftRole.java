package io.freshet.cli.keys;

import io.freshet.core.trust.RoleName;
import java.util.List;

/** Roles as they are typed: one of TUF's, or two that go together. */
enum DraftRole {
    ROOT(RoleName.ROOT),
    TARGETS(RoleName.TARGETS),
    SNAPSHOT(RoleName.SNAPSHOT),
    TIMESTAMP(RoleName.TIMESTAMP),
    /** What is kept offline. */
    OFFLINE(RoleName.ROOT, RoleName.TARGETS),
    /** What every publication signs; the channels go with the snapshot. */
    ONLINE(RoleName.SNAPSHOT, RoleName.TIMESTAMP);

    static final String NAMES = "root, targets, snapshot, timestamp, offline (root and targets) or online (snapshot,"
            + " timestamp and channels).";

    private final List<String> roles;

    DraftRole(String... roles) {
        this.roles = List.of(roles);
    }

    List<String> roles() {
        return roles;
    }
}
