package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.ObjectRef;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A snapshot that is to be released, all of whose objects are at the authority.
 *
 * @param snapshot its head
 * @param manifest where that lies
 * @param location where its location root lies
 * @param height block, slot or epoch
 * @param time when it is released
 * @param packs the packs that it needs
 */
public record ReleaseDraft(
        Manifest snapshot,
        ObjectRef manifest,
        LocationRef location,
        Optional<Long> height,
        Instant time,
        Set<Digest> packs) {

    /** Copies the set. */
    public ReleaseDraft {
        packs = Set.copyOf(packs);
    }
}
