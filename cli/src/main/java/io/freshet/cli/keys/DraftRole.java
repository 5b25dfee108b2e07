package io.freshet.cli.keys;

import io.freshet.core.trust.RoleName;
import java.util.List;

/** Roles as they are typed: one of TUF's, or two that go together. */
enum DraftRole {
    ROOT,
    TARGETS,
    SNAPSHOT,
    TIMESTAMP,
    /** What is kept offline. */
    OFFLINE,
    /** What every publication signs; the channels go with the snapshot. */
    ONLINE;

    static final String NAMES = "root, targets, snapshot, timestamp, offline (root and targets) or online (snapshot,"
            + " timestamp and channels).";

    List<String> roles() {
        return switch (this) {
            case ROOT -> List.of(RoleName.ROOT);
            case TARGETS -> List.of(RoleName.TARGETS);
            case SNAPSHOT -> List.of(RoleName.SNAPSHOT);
            case TIMESTAMP -> List.of(RoleName.TIMESTAMP);
            case OFFLINE -> List.of(RoleName.ROOT, RoleName.TARGETS);
            case ONLINE -> List.of(RoleName.SNAPSHOT, RoleName.TIMESTAMP);
        };
    }
}
