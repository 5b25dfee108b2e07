package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.manifest.Halt;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Rollback;
import io.freshet.core.trust.Signature;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A snapshot that is to be released, all of whose objects are at the authority.
 *
 * @param snapshot its head, where this run has made it; it is not this run's to attest otherwise
 * @param manifest where that lies
 * @param location where its location root lies
 * @param height block, slot or epoch
 * @param time when it is released
 * @param packs the packs that it needs
 * @param terms what the pointer says beside that
 */
public record ReleaseDraft(
        Optional<Manifest> snapshot,
        ObjectRef manifest,
        LocationRef location,
        Optional<Long> height,
        Instant time,
        Set<Digest> packs,
        Terms terms) {

    /**
     * What a pointer says of its release.
     *
     * @param approvals who approved the snapshot for the channel
     * @param halt that nobody is to fetch it
     * @param rollback that it takes the channel back
     */
    public record Terms(List<Signature> approvals, Optional<Halt> halt, Optional<Rollback> rollback) {

        /** Nothing at all. */
        public static final Terms NONE = new Terms(List.of(), Optional.empty(), Optional.empty());

        /** Copies the list. */
        public Terms {
            approvals = List.copyOf(approvals);
        }
    }

    /** A snapshot of which nothing more is said. */
    public ReleaseDraft(
            Manifest snapshot,
            ObjectRef manifest,
            LocationRef location,
            Optional<Long> height,
            Instant time,
            Set<Digest> packs) {
        this(Optional.of(snapshot), manifest, location, height, time, packs, Terms.NONE);
    }

    /** Copies the set. */
    public ReleaseDraft {
        packs = Set.copyOf(packs);
    }
}
