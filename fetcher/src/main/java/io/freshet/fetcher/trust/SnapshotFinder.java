package io.freshet.fetcher.trust;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustStore;
import io.freshet.core.trust.Updater;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.Receipt;
import io.freshet.fetcher.index.MirrorBlobs;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds the snapshot that a channel names now. All mirrors are asked for the newest timestamp; everything else may come
 * from any of them, and one that lacks it or gives something wrong is left for the next.
 */
public final class SnapshotFinder {

    private static final String FIRST_ROOT = "1.root.json";

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
     * @throws IOException if a document can't be read by this release, or what is kept can't be
     */
    public ChannelSnapshot find(RootOfTrust root, ChannelName channel) throws TrustException, IOException {
        return chances.give(() -> tryToFind(root, channel));
    }

    private ChannelSnapshot tryToFind(RootOfTrust root, ChannelName channel) throws TrustException, IOException {
        MirrorMetadata source = new MirrorMetadata(mirrors);
        Updater updater = new Updater(store, source, clock.instant());
        updater.refresh(given(root, source));
        Updater.Located target = updater.find(channel.target());
        byte[] bytes = updater.fetch(target, Pointer.LIMITS.maxBytes());
        Pointer pointer = Pointer.read(target.object(), channel.name(), bytes);
        return new ChannelSnapshot(snapshot(pointer.release()), pointer, updater.verdicts());
    }

    private Optional<byte[]> given(RootOfTrust root, MirrorMetadata source) throws TrustException, IOException {
        return switch (root) {
            case RootOfTrust.Document document -> Optional.of(document.bytes());
            case RootOfTrust.Kept kept -> Optional.empty();
            case RootOfTrust.Fingerprint fingerprint -> Optional.of(firstRoot(fingerprint.sha256(), source));
        };
    }

    private byte[] firstRoot(Digest sha256, MirrorMetadata source) throws TrustException, IOException {
        Optional<byte[]> kept = store.read(FIRST_ROOT);
        return kept.isPresent() && Digest.of(kept.get()).equals(sha256) ? kept.get() : Updater.findRoot(source, sha256);
    }

    /** The snapshot of a release that a verified pointer names. */
    public Snapshot snapshot(Release release) throws IOException {
        byte[] document = manifest(release.manifest());
        Manifest manifest = Manifest.read(release.manifest().path(), document);
        LocationRoot location = location(release.location());
        return new Snapshot(release.sequence(), release.manifest().sha256(), manifest, document, location);
    }

    private byte[] manifest(ObjectRef reference) throws IOException {
        String path = reference.path();
        if (reference.length() > Manifest.LIMITS.maxBytes()) {
            throw new FormatException(
                    "manifest", path + " has " + reference.length() + " bytes, more than a manifest may have");
        }
        byte[] bytes = new byte[(int) reference.length()];
        Receipt receipt = mirrors.fetch(new ObjectRange(path, 0, bytes.length), bytes, 0);
        while (true) {
            Digest found = Digest.of(bytes);
            if (found.equals(reference.sha256())) {
                return bytes;
            }
            receipt = mirrors.again(receipt, bytes, 0, "they hash to " + found.brief());
        }
    }

    private LocationRoot location(LocationRef reference) throws IOException {
        BlobPlace place = reference.place();
        AtomicReference<@Nullable LocationRoot> taken = new AtomicReference<>();
        BlobSource.Wanted wanted = new BlobSource.Wanted(
                place, plain -> taken.set(LocationRoot.read(reference.sha256(), place.pack(), plain)));
        new MirrorBlobs(mirrors).read(List.of(wanted));
        return Objects.requireNonNull(taken.get());
    }
}
