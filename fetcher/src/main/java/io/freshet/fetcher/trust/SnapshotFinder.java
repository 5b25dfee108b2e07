package io.freshet.fetcher.trust;

import io.freshet.core.Digest;
import io.freshet.core.manifest.Chain;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.trust.ChannelKeys;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustStore;
import io.freshet.core.trust.TrustedState;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.anchor.AnchorCheck;
import io.freshet.fetcher.anchor.AnchorRule;
import io.freshet.fetcher.anchor.Anchored;
import io.freshet.fetcher.http.Mirrors;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

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
     * @throws ChannelRefused if it is halted, of another chain than before, or lower, older or further behind its chain
     *     than it may be
     * @throws io.freshet.fetcher.anchor.AnchorRefused if it is not known to be the chain's
     * @throws io.freshet.core.policy.RulesBroken if it names what the repository's policy does not allow
     * @throws IOException if a document can't be read by this release, or what is kept can't be
     */
    public ChannelSnapshot find(RootOfTrust root, ChannelName channel, Acceptance acceptance)
            throws TrustException, IOException {
        return chances.give(() -> tryToFind(root, channel, acceptance));
    }

    /** The same, whatever its age. */
    public ChannelSnapshot find(RootOfTrust root, ChannelName channel) throws TrustException, IOException {
        return find(root, channel, Acceptance.ANY);
    }

    /**
     * Finds the snapshot of a manifest that whoever asks knows by its digest, which is all that it is then trusted for.
     * That signatures have expired, that the channel is halted, or that the release keeps to no rules is of no matter:
     * they only lead to where the snapshot lies.
     *
     * @param anchors who must know its block all the same
     * @throws ChannelRefused.NoSuchManifest if no release that the channel has or had is of that manifest
     */
    public ChannelSnapshot findManifest(
            RootOfTrust root, ChannelName channel, Digest manifest, Optional<AnchorRule> anchors)
            throws TrustException, IOException {
        return chances.give(() -> tryToFindManifest(root, channel, manifest, anchors));
    }

    private ChannelSnapshot tryToFind(RootOfTrust root, ChannelName channel, Acceptance acceptance)
            throws TrustException, IOException {
        OpenRepository repository =
                OpenRepository.open(root, new MirrorMetadata(mirrors), mirrors, store, clock.instant());
        OpenRepository.Pointed pointed = repository.requireDocument(channel);
        Pointer pointer = pointed.pointer();
        if (pointer.halt().isPresent()) {
            throw new ChannelRefused.Halted(channel.name(), pointer.halt().get());
        }
        Snapshot snapshot = repository.snapshot(pointer.release());
        new ChannelMemory(store, channel, ChannelKeys.of(repository.state(), channel))
                .check(pointer, Chain.of(snapshot.manifest().source()));
        if (!pointer.release().height().equals(snapshot.manifest().source().height())) {
            throw new ChannelRefused.OtherHeight(
                    pointer, snapshot.manifest().source().height());
        }
        checkAge(pointer, snapshot, acceptance.maxAge());
        Optional<Anchored> anchored = anchored(pointer, snapshot, acceptance.anchors());
        return found(repository, channel, pointed, pointer.release(), snapshot, anchored);
    }

    /**
     * Remembers that a release is taken, once all that was asked of it holds: nothing lower, or of another chain, is from
     * then on. What was refused is not remembered, or a height that no chain has would keep everything else out.
     */
    public void taken(ChannelSnapshot found) throws IOException {
        ChannelName channel = new ChannelName(found.pointer().channel());
        Chain chain = Chain.of(found.snapshot().manifest().source());
        new ChannelMemory(store, channel, found.keys()).keep(found.release(), chain);
    }

    private void checkAge(Pointer pointer, Snapshot snapshot, Optional<Duration> maxAge) throws ChannelRefused {
        Instant captured = snapshot.manifest().time();
        Instant now = clock.instant();
        if (maxAge.isPresent() && captured.isBefore(now.minus(maxAge.get()))) {
            throw new ChannelRefused.TooOld(pointer, captured, now, maxAge.get());
        }
    }

    private static Optional<Anchored> anchored(Pointer pointer, Snapshot snapshot, Optional<AnchorRule> rule)
            throws IOException {
        if (rule.isEmpty()) {
            return Optional.empty();
        }
        Anchored anchored =
                new AnchorCheck(rule.get()).check(snapshot.manifest().source());
        Optional<Long> most = rule.get().maxLag();
        if (most.isPresent() && anchored.lag().orElseThrow() > most.get()) {
            throw new ChannelRefused.TooFarBehind(pointer, anchored, most.get());
        }
        return Optional.of(anchored);
    }

    private ChannelSnapshot tryToFindManifest(
            RootOfTrust root, ChannelName channel, Digest manifest, Optional<AnchorRule> anchors)
            throws TrustException, IOException {
        OpenRepository repository =
                OpenRepository.open(root, new MirrorMetadata(mirrors), mirrors, store, TrustedState.BEFORE_ANY_EXPIRY);
        OpenRepository.Pointed pointed = repository.requireSigned(channel);
        Release release = repository
                .first(pointed.pointer(), each -> each.manifest().sha256().equals(manifest))
                .orElseThrow(() -> new ChannelRefused.NoSuchManifest(channel.name(), manifest.toString()));
        Snapshot snapshot = repository.snapshot(release);
        Optional<Anchored> anchored = anchored(pointed.pointer(), snapshot, anchors);
        return found(repository, channel, pointed, release, snapshot, anchored);
    }

    private static ChannelSnapshot found(
            OpenRepository repository,
            ChannelName channel,
            OpenRepository.Pointed pointed,
            Release release,
            Snapshot snapshot,
            Optional<Anchored> anchored) {
        return new ChannelSnapshot(
                snapshot,
                pointed.pointer(),
                release,
                pointed.document(),
                pointed.policy(),
                ChannelKeys.of(repository.state(), channel),
                repository.state().root().signed(),
                repository.expiry(channel),
                repository.verdicts(),
                anchored);
    }
}
