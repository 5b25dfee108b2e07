package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.policy.RulesBroken;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustStore;
import io.freshet.fetcher.attest.MirrorAttestations;
import io.freshet.fetcher.attest.MirrorTimestamps;
import io.freshet.fetcher.http.HttpLimits;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.log.FirstRoot;
import io.freshet.fetcher.trust.MirrorMetadata;
import io.freshet.fetcher.trust.OpenRepository;
import io.freshet.fetcher.trust.RootOfTrust;
import io.freshet.fetcher.trust.SecondChances;
import io.freshet.reader.log.OpenLog;
import io.freshet.reader.store.StoreMetadata;
import io.freshet.reader.store.StoreRanges;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** A repository that was named on the command line, opened: at mirrors, or in buckets. */
final class NamedRepository implements AutoCloseable {

    private final String name;
    private final OpenRepository repository;
    private final MetadataSource metadata;
    private final TrustStore trust;
    private final AutoCloseable connections;

    private NamedRepository(
            String name,
            OpenRepository repository,
            MetadataSource metadata,
            TrustStore trust,
            AutoCloseable connections) {
        this.name = name;
        this.repository = repository;
        this.metadata = metadata;
        this.trust = trust;
        this.connections = connections;
    }

    /** Opens it: its trust metadata are up to date then, and verified. */
    static NamedRepository open(Place.Repository place, RootOfTrust root, TrustStore trust)
            throws IOException, TrustException, UsageException {
        if (place.isHttp()) {
            List<Mirror> each;
            try {
                each = place.urls().stream().map(Mirror::new).toList();
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
            Mirrors mirrors = Where.open(each, HttpLimits.DEFAULTS);
            String name = each.stream().map(Mirror::toString).collect(Collectors.joining(", "));
            return open(name, mirrors, new MirrorMetadata(mirrors), mirrors, root, trust);
        }
        OpenStores stores = new OpenStores(place.urls(), 0);
        return open(
                String.join(", ", place.urls()),
                stores,
                new StoreMetadata(stores.all()),
                new StoreRanges(stores.all()),
                root,
                trust);
    }

    private static NamedRepository open(
            String name,
            AutoCloseable connections,
            MetadataSource metadata,
            RangeFetcher ranges,
            RootOfTrust root,
            TrustStore trust)
            throws IOException, TrustException {
        boolean opened = false;
        try {
            OpenRepository repository = SecondChances.usual()
                    .give(() -> OpenRepository.open(
                            root, metadata, ranges, trust, Clock.systemUTC().instant()));
            opened = true;
            return new NamedRepository(name, repository, metadata, trust, connections);
        } finally {
            if (!opened) {
                close(connections);
            }
        }
    }

    /** Where it is, for people. */
    String name() {
        return name;
    }

    OpenRepository repository() {
        return repository;
    }

    /** SHA-256 of its first root, which names it. */
    Digest firstRoot() throws IOException {
        return FirstRoot.of(trust, repository.state().root().signed());
    }

    /** Its log, of which nothing has been read yet. */
    OpenLog log() throws IOException {
        RootMetadata root = repository.state().root().signed();
        return new OpenLog(metadata, RepositoryLog.of(firstRoot(), root));
    }

    /** What lies beside a manifest, at all mirrors. */
    MirrorAttestations attestations(Digest manifest) throws IOException {
        return MirrorAttestations.find(metadata, manifest);
    }

    /** The timestamps beside an envelope, at all mirrors. */
    MirrorTimestamps timestamps(MirrorAttestations.Document envelope) throws IOException {
        return MirrorTimestamps.find(metadata, envelope.path());
    }

    /** A release, and the channel that it is one of. */
    record Found(ChannelName channel, Pointer pointer, Release release) {
        ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("channel", channel.name());
            return json.put("sequence", release.sequence())
                    .put("manifest", release.manifest().sha256().toString());
        }

        @Override
        public String toString() {
            return channel + "@" + release.sequence();
        }
    }

    /**
     * The release of that name.
     *
     * @throws RulesBroken if it is not approved as the channel's rules ask
     */
    Found find(ReleaseName wanted) throws IOException, TrustException, UsageException {
        Found found = findToApprove(wanted);
        repository.requireApproved(found.channel(), found.release());
        return found;
    }

    /** The same whether or not enough have approved it, where it is not the current one. */
    Found findToApprove(ReleaseName wanted) throws IOException, TrustException, UsageException {
        ChannelName channel = channel(wanted);
        Pointer pointer = repository.require(channel);
        if (wanted.sequence().isEmpty()) {
            return new Found(channel, pointer, pointer.release());
        }
        long sequence = wanted.sequence().get();
        Release release = repository
                .release(pointer, sequence)
                .orElseThrow(() -> new UsageException("channel " + channel + " has no release " + sequence
                        + "; its current one is " + pointer.release().sequence() + " (freshet show --channel "
                        + channel + " lists them)"));
        return new Found(channel, pointer, release);
    }

    /** The channel that is named, or the only one that there is. */
    private ChannelName channel(ReleaseName wanted) throws UsageException {
        if (wanted.channel().isPresent()) {
            return wanted.channel().get();
        }
        List<ChannelName> all = repository.channels();
        if (all.size() != 1) {
            String names = all.stream().map(ChannelName::name).collect(Collectors.joining(", "));
            throw new UsageException(
                    all.isEmpty()
                            ? "the repository has no channel yet"
                            : "which channel? Name one of these with --channel: " + names);
        }
        return all.getFirst();
    }

    @Override
    public void close() throws IOException {
        close(connections);
    }

    private static void close(AutoCloseable connections) throws IOException {
        try {
            connections.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
