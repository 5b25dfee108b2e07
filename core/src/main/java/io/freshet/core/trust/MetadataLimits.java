package io.freshet.core.trust;

import io.freshet.core.json.JsonLimits;

/** How much is read of documents whose size nothing signed has told yet, and how far chains are followed. */
final class MetadataLimits {

    static final JsonLimits ROOT = new JsonLimits(512_000, 32);
    static final JsonLimits TIMESTAMP = new JsonLimits(16_000, 32);
    static final JsonLimits SNAPSHOT = new JsonLimits(2_000_000, 32);
    static final JsonLimits TARGETS = new JsonLimits(5_000_000, 32);

    /** Versions of the root that one update follows; the next one goes on from there (clause 5.3.3). */
    static final int ROOT_ROTATIONS = 256;

    /** Roles that the search for one target visits (clause 5.6.7.1). */
    static final int DELEGATIONS = 32;

    /** Signatures on one document: enough for any ceremony, and few enough to check them all. */
    static final int SIGNATURES = 64;

    private MetadataLimits() {}

    /** What is read of a document of {@code role}. */
    static JsonLimits of(String role) {
        return switch (role) {
            case RoleName.ROOT -> ROOT;
            case RoleName.TIMESTAMP -> TIMESTAMP;
            case RoleName.SNAPSHOT -> SNAPSHOT;
            default -> TARGETS;
        };
    }
}
