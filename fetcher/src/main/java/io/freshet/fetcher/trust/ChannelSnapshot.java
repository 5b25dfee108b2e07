package io.freshet.fetcher.trust;

import io.freshet.core.manifest.Pointer;
import io.freshet.core.trust.MirrorVerdict;
import io.freshet.core.trust.RootMetadata;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.anchor.Anchored;
import java.util.List;
import java.util.Optional;

/**
 * What a channel names now.
 *
 * @param snapshot the current snapshot
 * @param pointer the channel's pointer, whose signature was verified
 * @param root the root that is trusted
 * @param expiry what of it expires first
 * @param verdicts which mirrors are current, which lag, and what of theirs was refused
 * @param anchored that its block is the chain's, where anchors were asked
 */
public record ChannelSnapshot(
        Snapshot snapshot,
        Pointer pointer,
        RootMetadata root,
        Expiry expiry,
        List<MirrorVerdict> verdicts,
        Optional<Anchored> anchored) {
    /** Copies the list. */
    public ChannelSnapshot {
        verdicts = List.copyOf(verdicts);
    }
}
