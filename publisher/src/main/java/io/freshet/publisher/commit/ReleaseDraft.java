package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.trust.ChannelName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A snapshot that is to be released, all of whose objects are at the authority.
 *
 * @param channel where
 * @param follows the release of the channel that the snapshot was made to follow; 0 for none
 * @param manifest the snapshot's manifest
 * @param location where its location root lies
 * @param height block, slot or epoch
 * @param time when it is released
 * @param packs the packs that it needs
 */
public record ReleaseDraft(
        ChannelName channel,
        long follows,
        ObjectRef manifest,
        LocationRef location,
        Optional<Long> height,
        Instant time,
        Set<Digest> packs) {}
