package io.freshet.publisher.upload;

import io.freshet.core.Digest;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.trust.ChannelName;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.ParentSnapshot;
import io.freshet.publisher.ProgressListener;
import io.freshet.publisher.Publication;
import io.freshet.publisher.PublishedSnapshot;
import io.freshet.publisher.PublisherConfig;
import io.freshet.publisher.SnapshotFacts;
import io.freshet.publisher.StoredPack;
import io.freshet.publisher.commit.CondemnedPacks;
import io.freshet.publisher.commit.ReleaseDraft;
import io.freshet.publisher.commit.Released;
import io.freshet.publisher.dedupe.StoreBlobs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Publishes data directories to channels of a repository, from the first byte read to the last follower. */
public final class ChannelPublisher {

    private final Destinations destinations;
    private final Clock clock;
    private final RandomGenerator random;

    /** @param random for names of runs */
    public ChannelPublisher(Destinations destinations, Clock clock, RandomGenerator random) {
        this.destinations = destinations;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What is to be published.
     *
     * @param source the data directory
     * @param channel where; it is added where it is new and a root key is at hand
     * @param facts what the manifest says of the source
     */
    public record Job(Path source, ChannelName channel, SnapshotFacts facts, PublisherConfig config) {}

    /**
     * What was done.
     *
     * @param snapshot that was published
     * @param manifest its manifest
     * @param released what the channel points to now
     * @param resumed packs of an interrupted run that were taken over
     * @param followers how each follower stands; the release stands whatever they say
     */
    public record Outcome(
            PublishedSnapshot snapshot,
            ObjectRef manifest,
            Released released,
            int resumed,
            List<FollowerReport> followers) {}

    /**
     * Publishes and releases.
     *
     * @throws io.freshet.publisher.source.SourceException if the source can't be published as it is
     * @throws io.freshet.publisher.commit.CommitException if it can't be released; what was uploaded is found again
     */
    public Outcome publish(Job job, ProgressListener progress) throws IOException, InterruptedException {
        ObjectStore authority = destinations.authority();
        // What can't be released need not be read.
        destinations.repository().addChannel(job.channel());
        Optional<Pointer> pointer = destinations.repository().pointer(job.channel());
        Optional<Release> before = pointer.map(Pointer::release);
        Optional<ParentSnapshot> parent = pointer.isPresent()
                ? Optional.of(ParentSnapshot.read(
                        authority,
                        pointer.get().release(),
                        pointer.get().history().releases().stream().findFirst()))
                : Optional.empty();
        Intents intents = new Intents(authority, job.channel(), clock, random);
        List<StoredPack> leftOver = intents.takeOver();
        List<Follower> followers =
                destinations.followers().stream().map(Follower::new).toList();
        Publication.Input input =
                new Publication.Input(job.source(), job.facts(), parent, leftOver, CondemnedPacks.read(authority));
        PublishedSnapshot snapshot =
                new Publication(input, job.config(), progress).run(new AllDestinations(authority, followers, intents));
        byte[] document = snapshot.manifest().toBytes();
        ObjectRef manifest = ObjectRef.to(document);
        authority.put(manifest.path(), Body.of(document, manifest.sha256()), ObjectHeaders.IMMUTABLE_JSON);
        Released released = destinations
                .repository()
                .release(new ReleaseDraft(
                        job.channel(),
                        before.map(Release::sequence).orElse(0L),
                        manifest,
                        snapshot.location(),
                        job.facts().source().height(),
                        clock.instant(),
                        packs(snapshot)));
        intents.delete();
        return new Outcome(snapshot, manifest, released, leftOver.size(), destinations.follow(followers));
    }

    /** Every pack that a snapshot needs. */
    private Set<Digest> packs(PublishedSnapshot snapshot) throws IOException {
        LocationRef location = snapshot.location();
        LocationRoot root = snapshot.root();
        AtomicReference<@Nullable PackList> list = new AtomicReference<>();
        try (StoreBlobs blobs = new StoreBlobs(destinations.authority())) {
            blobs.read(List.of(new BlobSource.Wanted(
                    root.packList(), plain -> list.set(PackList.read(root.packListDigest(), plain)))));
        }
        Set<Digest> packs = new HashSet<>(Set.of(location.place().pack()));
        packs.add(root.packList().pack());
        PackList read = list.get();
        if (read != null) {
            read.packs().stream().map(PackUse::pack).forEach(packs::add);
        }
        return packs;
    }
}
