package io.freshet.fetcher.trust;

import io.freshet.core.trust.ChannelKeys;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustStore;
import io.freshet.fetcher.http.Mirrors;
import java.io.IOException;
import java.time.InstantSource;

/**
 * Finds the snapshot that a channel names now. All mirrors are asked for the newest timestamp; everything else may come
 * from any of them, and one that lacks it or gives something wrong is left for the next.
 */
public final class SnapshotFinder {

    private final Mirrors mirrors;
    private final TrustStore store;
    private final InstantSource clock;
    private final SecondChances chances;

    /**
     * @param store what is kept of trust from one fetch to the next
     * @param clock whose time signatures must not have expired at
     * @param chances when to ask again where no mirror could be reached
     */
    public SnapshotFinder(Mirrors mirrors, TrustStore store, InstantSource clock, SecondChances chances) {
        this.mirrors = mirrors;
        this.store = store;
        this.clock = clock;
        this.chances = chances;
    }

    /**
     * Finds a channel's current snapshot.
     *
     * @throws TrustException if no mirror has what can be trusted: says what each of them did, and what to do
     * @throws NoSuchChannel if the repository does not have it, or nothing was released to it yet
     * @throws IOException if a document can't be read by this release, or what is kept can't be
     */
    public ChannelSnapshot find(RootOfTrust root, ChannelName channel) throws TrustException, IOException {
        return chances.give(() -> tryToFind(root, channel));
    }

    private ChannelSnapshot tryToFind(RootOfTrust root, ChannelName channel) throws TrustException, IOException {
        OpenRepository repository =
                OpenRepository.open(root, new MirrorMetadata(mirrors), mirrors, store, clock.instant());
        OpenRepository.Pointed pointed = repository.requireDocument(channel);
        return new ChannelSnapshot(
                repository.snapshot(pointed.pointer().release()),
                pointed.pointer(),
                pointed.document(),
                ChannelKeys.of(repository.state(), channel),
                repository.state().root().signed(),
                repository.expiry(channel),
                repository.verdicts());
    }
}
