package io.freshet.fetcher.trust;

import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.trust.ChannelKeys;
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
 * @param release the one whose snapshot it is: the pointer's, unless it was asked for by its manifest
 * @param document the pointer's bytes
 * @param policy the rules that it keeps to, as they were read, where the repository has any for its channels
 * @param keys who signs for the channel
 * @param root the root that is trusted
 * @param expiry what of it expires first
 * @param verdicts which mirrors are current, which lag, and what of theirs was refused
 * @param anchored that its block is the chain's, where anchors were asked
 */
@SuppressWarnings("ArrayRecordComponent") // documents, compared by nobody
public record ChannelSnapshot(
        Snapshot snapshot,
        Pointer pointer,
        Release release,
        byte[] document,
        Optional<byte[]> policy,
        ChannelKeys keys,
        RootMetadata root,
        Expiry expiry,
        List<MirrorVerdict> verdicts,
        Optional<Anchored> anchored) {
    /** Copies the list. */
    public ChannelSnapshot {
        verdicts = List.copyOf(verdicts);
    }
}
