package io.freshet.reader.testing;

import io.freshet.core.Digest;
import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.manifest.Source;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.TrustMemory;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.trust.OpenRepository;
import io.freshet.fetcher.trust.RootOfTrust;
import io.freshet.providers.api.Sleeper;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.Stores;
import io.freshet.providers.testkit.RecordingStore;
import io.freshet.publisher.ProgressListener;
import io.freshet.publisher.PublisherConfig;
import io.freshet.publisher.SnapshotFacts;
import io.freshet.publisher.commit.Repository;
import io.freshet.publisher.kept.KeptFiles;
import io.freshet.publisher.pack.PackSizes;
import io.freshet.publisher.upload.ChannelPublisher;
import io.freshet.publisher.upload.Destinations;
import io.freshet.reader.store.StoreMetadata;
import io.freshet.reader.store.StoreRanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A repository in a directory, and the data directory that it is published from. */
public final class Library implements AutoCloseable {

    /** When everything happens. */
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);

    /** The channel that there is. */
    public static final ChannelName CHANNEL = new ChannelName("mainnet/archive");

    /** The data directory. */
    public final Path source;
    /** The repository's directory. */
    public final Path repository;
    /** Takes notes of what is read. */
    public final RecordingStore store;
    /** Where temporary files may lie. */
    public final Path temporary;

    private final byte[] root;
    private final Destinations destinations;
    private final KeptFiles sketches;
    private PublisherConfig config;
    private Optional<ChannelPublisher.Deltas> deltas = Optional.empty();

    /** An empty repository below {@code directory}; packs of 1 MiB. */
    public Library(Path directory) throws IOException {
        this(directory, "file:" + directory.resolve("repository"), Map.of());
    }

    /** The same in a store, which {@code environment} opens. */
    public Library(Path directory, String url, Map<String, String> environment) throws IOException {
        source = Files.createDirectories(directory.resolve("source"));
        repository = Files.createDirectories(directory.resolve("repository"));
        temporary = Files.createDirectories(directory.resolve("temporary"));
        Stores stores = Stores.load(Library.class.getClassLoader(), new StoreContext(environment, "freshet/test"));
        store = new RecordingStore(stores.open(url));
        Keys keys = Keys.create(directory.resolve("keys"), Optional.empty(), new SecureRandom());
        root = Repository.init(store, keys, List.of(CHANNEL), List.of(), CLOCK);
        sketches = new KeptFiles(directory.resolve("sketches"), Digest.of(root));
        destinations = Destinations.open(List.of(store), root, keys, CLOCK, new SplittableRandom(1), Sleeper.real());
        config = PublisherConfig.defaults(temporary)
                .withPacks(new PackSizes(1 << 20, 1 << 18, 2))
                .withCores(2);
    }

    /** Publishes with these settings from now on. */
    public void configure(PublisherConfig next) {
        config = next;
    }

    /** The settings. */
    public PublisherConfig config() {
        return config;
    }

    /** What is published from now on has deltas against the data in this directory, which the last release is of. */
    public void makeDeltasAgainst(Path base) {
        deltas = Optional.of(new ChannelPublisher.Deltas(Optional.of(base), sketches, Optional.empty()));
    }

    /** Publishes the data directory. */
    public void publish() throws IOException, InterruptedException {
        SnapshotFacts facts = new SnapshotFacts(Source.UNKNOWN, Consistency.STOPPED, CLOCK.instant());
        new ChannelPublisher(destinations, CLOCK, new SplittableRandom(1), Sleeper.real())
                .publish(
                        new ChannelPublisher.Job(source, CHANNEL, facts, config, Optional.empty(), deltas),
                        ProgressListener.NONE);
    }

    /** Opens the repository as a reader does, and forgets what was read before. */
    public OpenRepository open() throws Exception {
        store.reset();
        return OpenRepository.open(
                new RootOfTrust.Document(root),
                new StoreMetadata(List.of(store)),
                new StoreRanges(List.of(store)),
                new TrustMemory(),
                CLOCK.instant());
    }

    /** A snapshot by the number of its release. */
    public static Snapshot snapshot(OpenRepository repository, long sequence) throws Exception {
        return repository.snapshot(release(repository, sequence));
    }

    /** A release by its number. */
    public static Release release(OpenRepository repository, long sequence) throws Exception {
        Pointer pointer = repository.pointer(CHANNEL).orElseThrow();
        return repository.release(pointer, sequence).orElseThrow();
    }

    /** The packs, the largest first. */
    public List<Path> packs() throws IOException {
        Map<Path, Long> sizes = new HashMap<>();
        try (Stream<Path> packs = Files.walk(repository.resolve("packs"))) {
            for (Path pack : (Iterable<Path>) packs.filter(Files::isRegularFile)::iterator) {
                sizes.put(pack, Files.size(pack));
            }
        }
        return sizes.entrySet().stream()
                .sorted(Map.Entry.<Path, Long>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Writes a file of the data directory. */
    public Path write(String path, byte[] bytes) throws IOException {
        Path file = source.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    /** Bytes that do not compress and occur nowhere else. */
    public static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        store.close();
    }
}
