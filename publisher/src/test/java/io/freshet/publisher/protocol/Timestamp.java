package io.freshet.publisher.protocol;

import java.util.SortedSet;

/** {@code metadata/timestamp.json}: whoever replaces it commits all that it leads to. */
record Timestamp(int version, Snapshot snapshot) {
    Timestamp next(Snapshot signed) {
        return new Timestamp(version + 1, signed);
    }

    SortedSet<String> packs() {
        return snapshot.packs();
    }

    Condemned condemned() {
        return snapshot.condemned();
    }

    @Override
    public String toString() {
        return "timestamp " + version + " (snapshot " + snapshot.version() + ", "
                + snapshot.roles().values().stream()
                        .map(Role::release)
                        .map(Release::toString)
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("")
                + ", condemned " + condemned().number() + " "
                + condemned().entries() + ")";
    }
}
