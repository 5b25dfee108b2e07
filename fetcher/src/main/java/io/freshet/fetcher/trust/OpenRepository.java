package io.freshet.fetcher.trust;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.PackList;
import io.freshet.core.manifest.History;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.policy.ChannelCheck;
import io.freshet.core.policy.Policy;
import io.freshet.core.policy.RulesBroken;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Delegations;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.MirrorVerdict;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustStore;
import io.freshet.core.trust.TrustedState;
import io.freshet.core.trust.Updater;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import io.freshet.fetcher.index.MirrorBlobs;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A repository whose trust metadata are up to date, wherever it lies: its channels, their releases, the snapshots that
 * these name. Everything that is read is verified before it is made anything of. For one thread.
 */
public final class OpenRepository {

    private final Updater updater;
    private final RangeFetcher ranges;
    /** As all channels are held against it, it is read once. */
    private byte @Nullable [] policy;

    private OpenRepository(Updater updater, RangeFetcher ranges) {
        this.updater = updater;
        this.ranges = ranges;
    }

    /**
     * Brings the trust metadata up to date.
     *
     * @param metadata where they are read from
     * @param ranges where manifests and packs are read from
     * @param store what is kept of trust from one time to the next
     * @param now the time at which nothing may have expired
     */
    public static OpenRepository open(
            RootOfTrust root, MetadataSource metadata, RangeFetcher ranges, TrustStore store, Instant now)
            throws TrustException, IOException {
        Updater updater = new Updater(store, metadata, now);
        updater.refresh(given(root, metadata, store));
        return new OpenRepository(updater, ranges);
    }

    /** All channels, those without a release included, sorted. */
    public List<ChannelName> channels() {
        return updater
                .state()
                .targets(RoleName.TARGETS)
                .orElseThrow()
                .signed()
                .delegations()
                .map(Delegations::roles)
                .orElse(List.of())
                .stream()
                .filter(role -> ChannelName.isRole(role.name()))
                .map(role -> ChannelName.ofRole(role.name()))
                .sorted()
                .toList();
    }

    /**
     * What a channel names now; nothing where it was never released to.
     *
     * @throws NoSuchChannel if the repository does not have it
     * @throws RulesBroken if it names what the repository's policy does not allow
     */
    public Optional<Pointer> pointer(ChannelName channel) throws TrustException, IOException {
        return document(channel).map(Pointed::pointer);
    }

    /**
     * A pointer, and the bytes that it was read from.
     *
     * @param policy those of the policy whose rules it keeps to, where the repository has any for its channels
     */
    @SuppressWarnings("ArrayRecordComponent") // documents, compared by nobody
    public record Pointed(Pointer pointer, byte[] document, Optional<byte[]> policy) {}

    /** The rules by which the repository is kept. */
    public Policy policy() throws TrustException, IOException {
        return Policy.read(RepositorySigner.POLICY, policyDocument());
    }

    private byte[] policyDocument() throws TrustException, IOException {
        byte[] read = policy;
        if (read == null) {
            read = updater.fetch(updater.find(RepositorySigner.POLICY), Policy.LIMITS.maxBytes());
            policy = read;
        }
        return read;
    }

    private Optional<Pointed> document(ChannelName channel) throws TrustException, IOException {
        Optional<Pointed> signed = signedDocument(channel);
        if (signed.isEmpty() || !updater.state().hasChannelRules()) {
            return signed;
        }
        byte[] policy = policyDocument();
        Pointer kept = ChannelCheck.check(
                Policy.read(RepositorySigner.POLICY, policy),
                channel,
                signed.get().pointer());
        return Optional.of(new Pointed(kept, signed.get().document(), Optional.of(policy)));
    }

    /** What a channel names now, whether or not it keeps to the channel's rules: for who knows what he wants of it. */
    Pointed requireSigned(ChannelName channel) throws TrustException, IOException {
        return signedDocument(channel).orElseThrow(() -> new NoSuchChannel(channel, channels()));
    }

    private Optional<Pointed> signedDocument(ChannelName channel) throws TrustException, IOException {
        Updater.Located target;
        try {
            target = updater.find(channel.target());
        } catch (TrustException.NoSuchTarget e) {
            if (channels().contains(channel)) {
                return Optional.empty();
            }
            throw new NoSuchChannel(channel, channels());
        }
        byte[] bytes = updater.fetch(target, Pointer.LIMITS.maxBytes());
        return Optional.of(new Pointed(Pointer.read(target.object(), channel.name(), bytes), bytes, Optional.empty()));
    }

    /**
     * What a channel names now.
     *
     * @throws NoSuchChannel if the repository does not have it, or nothing was released to it yet
     */
    public Pointer require(ChannelName channel) throws TrustException, IOException {
        return requireDocument(channel).pointer();
    }

    /** The same with its bytes. */
    public Pointed requireDocument(ChannelName channel) throws TrustException, IOException {
        return document(channel).orElseThrow(() -> new NoSuchChannel(channel, channels()));
    }

    /** Which of the documents that lead to a channel expires first. */
    public Expiry expiry(ChannelName channel) {
        return Expiry.of(updater.state(), channel);
    }

    /** Takes releases. */
    @FunctionalInterface
    public interface Releases {
        /** The next release; false if none is wanted any more. */
        boolean take(Release release) throws IOException;
    }

    /** Steps through a channel's releases, newest first, a page of the history in memory at a time. */
    public void releases(Pointer pointer, Releases taker) throws IOException {
        if (!taker.take(pointer.release())) {
            return;
        }
        History history = pointer.history();
        while (true) {
            for (Release release : history.releases()) {
                if (!taker.take(release)) {
                    return;
                }
            }
            if (history.older().isEmpty()) {
                return;
            }
            ObjectRef page = history.older().get();
            history = History.readPage(page.path(), document(page, History.LIMITS.maxBytes()));
        }
    }

    /** The release of that number, if the channel's history has it. */
    public Optional<Release> release(Pointer pointer, long sequence) throws IOException {
        return first(pointer, release -> release.sequence() <= sequence)
                .filter(release -> release.sequence() == sequence);
    }

    /** The newest release of which that holds, if the channel's history has one. */
    Optional<Release> first(Pointer pointer, Predicate<Release> wanted) throws IOException {
        AtomicReference<@Nullable Release> found = new AtomicReference<>();
        releases(pointer, release -> {
            boolean isIt = wanted.test(release);
            if (isIt) {
                found.set(release);
            }
            return !isIt;
        });
        return Optional.ofNullable(found.get());
    }

    /**
     * Refuses a release of a channel's history which its own approvals don't show to be allowed: whoever signs the pointer
     * lists there what he wants.
     *
     * @throws RulesBroken if they are not those that the repository's policy asks for
     */
    public void requireApproved(ChannelName channel, Release release) throws TrustException, IOException {
        if (updater.state().hasChannelRules()) {
            ChannelCheck.check(policy(), channel, release);
        }
    }

    /** The snapshot of a release that a verified pointer, or its history, names. */
    public Snapshot snapshot(Release release) throws IOException {
        byte[] document = document(release.manifest(), Manifest.LIMITS.maxBytes());
        Manifest manifest = Manifest.read(release.manifest().path(), document);
        LocationRoot location = location(release.location());
        return new Snapshot(release.sequence(), release.manifest().sha256(), manifest, document, location);
    }

    /** The packs that a snapshot needs, but for the one in which the list and its location root lie. */
    public PackList packs(LocationRoot location) throws IOException {
        return blob(location.packList(), plain -> PackList.read(location.packListDigest(), plain));
    }

    /** The trust metadata. */
    public TrustedState state() {
        return updater.state();
    }

    /** What each mirror did when it was asked for them. */
    public List<MirrorVerdict> verdicts() {
        return updater.verdicts();
    }

    /** Where packs are read from. */
    public RangeFetcher ranges() {
        return ranges;
    }

    private static Optional<byte[]> given(RootOfTrust root, MetadataSource metadata, TrustStore store)
            throws TrustException, IOException {
        return switch (root) {
            case RootOfTrust.Document document -> Optional.of(document.bytes());
            case RootOfTrust.Kept kept -> Optional.empty();
            case RootOfTrust.Fingerprint fingerprint -> {
                Optional<byte[]> first = store.read(TrustStore.rootVersion(1));
                boolean known = first.isPresent() && Digest.of(first.get()).equals(fingerprint.sha256());
                yield known ? first : Optional.of(Updater.findRoot(metadata, fingerprint.sha256()));
            }
        };
    }

    private byte[] document(ObjectRef reference, int maxBytes) throws IOException {
        String path = reference.path();
        if (reference.length() > maxBytes) {
            throw new FormatException(path, "has " + reference.length() + " bytes, more than it may have");
        }
        byte[] bytes = new byte[(int) reference.length()];
        Receipt receipt = ranges.fetch(new ObjectRange(path, 0, bytes.length), bytes, 0);
        while (true) {
            Digest found = Digest.of(bytes);
            if (found.equals(reference.sha256())) {
                return bytes;
            }
            receipt = ranges.again(receipt, bytes, 0, "they hash to " + found.brief());
        }
    }

    private LocationRoot location(LocationRef reference) throws IOException {
        BlobPlace place = reference.place();
        return blob(place, plain -> LocationRoot.read(reference.sha256(), place.pack(), plain));
    }

    private interface Parser<T> {
        T parse(byte[] plain) throws FormatException;
    }

    private <T> T blob(BlobPlace place, Parser<T> parser) throws IOException {
        AtomicReference<@Nullable T> taken = new AtomicReference<>();
        new MirrorBlobs(ranges).read(List.of(new BlobSource.Wanted(place, plain -> taken.set(parser.parse(plain)))));
        return Objects.requireNonNull(taken.get());
    }
}
