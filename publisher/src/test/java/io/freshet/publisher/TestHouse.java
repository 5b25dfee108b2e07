package io.freshet.publisher;

import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.PathGlob;
import io.freshet.core.chunk.Profile;
import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.Source;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SigningKey;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Sleeper;
import io.freshet.providers.testkit.MemoryStore;
import io.freshet.publisher.commit.Timestamping;
import io.freshet.publisher.pack.PackSizes;
import io.freshet.publisher.upload.ChannelPublisher;
import io.freshet.publisher.upload.Destinations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A repository in memory, at an authority and a follower, with the keys to it, and directories to publish. */
final class TestHouse {

    static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final ChannelName CHANNEL = new ChannelName("mainnet/full");

    /** The heart of a test's run never beats, and no race is waited for. */
    static final Sleeper NEVER = time -> new CountDownLatch(1).await();

    static final Sleeper AT_ONCE = time -> {};

    final Path directory;
    final Keys keys;
    final byte[] root;
    final MemoryStore authority;
    final MemoryStore follower;
    private final Path work;
    private final AtomicLong seeds = new AtomicLong();

    TestHouse(Path directory) throws IOException {
        this(directory, Keys.create(directory.resolve("keys"), Optional.empty(), new SecureRandom()));
    }

    /** With an online key of another kind. */
    TestHouse(Path directory, Signer online) throws IOException {
        this(directory, new Keys(List.of(SigningKey.generate(new SecureRandom())), Optional.of(online)));
    }

    private TestHouse(Path directory, Keys keys) throws IOException {
        this.directory = directory;
        this.work = Files.createDirectories(directory.resolve("work"));
        this.authority = new MemoryStore("memory:authority", CLOCK);
        this.follower = new MemoryStore("memory:follower", CLOCK);
        this.keys = keys;
        this.root = io.freshet.publisher.commit.Repository.init(authority, keys, List.of(CHANNEL), List.of(), CLOCK);
    }

    private TestHouse(TestHouse that) throws IOException {
        this.directory = that.directory;
        this.work = that.work;
        this.keys = that.keys;
        this.root = that.root;
        this.authority = copy(that.authority);
        this.follower = copy(that.follower);
        this.seeds.set(that.seeds.get());
    }

    /** The same in stores of its own. */
    TestHouse copy() throws IOException {
        return new TestHouse(this);
    }

    /** A directory of random pages: so many old ones, and new ones. */
    Path source(String name, int oldPages, int newPages) throws IOException {
        Path source = Files.createDirectories(directory.resolve(name));
        byte[] pages = new byte[(oldPages + newPages) * 4096];
        byte[] old = new byte[oldPages * 4096];
        new SplittableRandom(1).nextBytes(old);
        new SplittableRandom(name.hashCode()).nextBytes(pages);
        System.arraycopy(old, 0, pages, 0, old.length);
        Files.write(source.resolve("mdbx.dat"), pages);
        Files.writeString(source.resolve("name"), name);
        return source;
    }

    Destinations open(ObjectStore... stores) throws IOException {
        return openAt(NOW, keys, stores);
    }

    /** Publishes at another time, with these keys. */
    ChannelPublisher.Outcome publishAt(Instant time, Keys with, Path source, ObjectStore... stores)
            throws IOException, InterruptedException {
        return publish(CHANNEL, source, openAt(time, with, stores), Clock.fixed(time, ZoneOffset.UTC));
    }

    Destinations openAt(Instant time, Keys with, ObjectStore... stores) throws IOException {
        SplittableRandom random = new SplittableRandom(seeds.incrementAndGet());
        return Destinations.open(List.of(stores), root, with, Clock.fixed(time, ZoneOffset.UTC), random, AT_ONCE);
    }

    ChannelPublisher.Outcome publish(Path source, ObjectStore... stores) throws IOException, InterruptedException {
        return publish(CHANNEL, source, open(stores));
    }

    /** Publishes, and asks for the time. */
    ChannelPublisher.Outcome publish(Timestamping timestamping, Path source, Destinations destinations)
            throws IOException, InterruptedException {
        return publish(CHANNEL, source, destinations, CLOCK, timestamping);
    }

    ChannelPublisher.Outcome publish(ChannelName channel, Path source, Destinations destinations)
            throws IOException, InterruptedException {
        return publish(channel, source, destinations, CLOCK);
    }

    private ChannelPublisher.Outcome publish(ChannelName channel, Path source, Destinations destinations, Clock clock)
            throws IOException, InterruptedException {
        return publish(channel, source, destinations, clock, Timestamping.NONE);
    }

    private ChannelPublisher.Outcome publish(
            ChannelName channel, Path source, Destinations destinations, Clock clock, Timestamping timestamping)
            throws IOException, InterruptedException {
        SnapshotFacts facts = new SnapshotFacts(Source.UNKNOWN, Consistency.STOPPED, NOW);
        PublisherConfig config = PublisherConfig.defaults(work)
                .withCores(2)
                // Nothing is stored twice for the sake of readers.
                .withDedupe(new DedupeRules(true, 1 << 12, 100, 0, 0, 0))
                .withPacks(new PackSizes(1 << 16, 1 << 16, 2))
                .withProfile(new Profile(
                        Profile.SHA256,
                        "",
                        128,
                        List.of(new Profile.Rule(new PathGlob("**"), new ChunkerSpec.Fixed(4096)))));
        return new ChannelPublisher(destinations, clock, new SplittableRandom(seeds.incrementAndGet()), NEVER)
                .publish(
                        new ChannelPublisher.Job(
                                source,
                                channel,
                                facts,
                                config,
                                Optional.empty(),
                                Optional.empty(),
                                timestamping,
                                false),
                        ProgressListener.NONE);
    }

    private static MemoryStore copy(MemoryStore store) throws IOException {
        MemoryStore copy = new MemoryStore(store.url(), CLOCK);
        for (String key : RepositoryLaws.keys(store)) {
            copy.put(
                    key,
                    Body.of(store.get(key, Integer.MAX_VALUE).orElseThrow().bytes()),
                    ObjectHeaders.IMMUTABLE_BINARY);
        }
        return copy;
    }
}
