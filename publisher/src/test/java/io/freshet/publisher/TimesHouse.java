package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.Source;
import io.freshet.core.trust.ChannelName;
import io.freshet.publisher.kept.KeptFiles;
import io.freshet.publisher.pack.PackSizes;
import io.freshet.publisher.times.TrustedTimes;
import io.freshet.publisher.upload.ChannelPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One source that is published again and again, with trust in the times of its files, and what each run read. */
final class TimesHouse {

    final Path source;
    PublisherConfig config;
    ChannelName channel = TestHouse.CHANNEL;

    private final TestHouse house;
    private final Path records;
    private final SplittableRandom random = new SplittableRandom(7);
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong unread = new AtomicLong();
    private Instant started;
    private ChannelPublisher.@Nullable Outcome last;

    TimesHouse(Path directory) throws IOException {
        house = new TestHouse(directory);
        source = Files.createDirectories(directory.resolve("source"));
        records = directory.resolve("work/times");
        config = PublisherConfig.defaults(directory.resolve("work"))
                .withCores(2)
                // Nothing is stored twice for the sake of readers.
                .withDedupe(new DedupeRules(true, 1 << 12, 100, 0, 0, 0))
                .withPacks(new PackSizes(1 << 16, 1 << 16, 2));
        // All that a test writes was written long ago.
        started = time(source, "ctime").plus(Duration.ofHours(1));
    }

    void write(String name, byte[] bytes) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, bytes);
    }

    byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The next runs begin then. */
    void startAt(Instant start) {
        started = start;
    }

    /** When a file was written to, or its attributes were. */
    Instant changed(String name) throws IOException {
        return time(source.resolve(name), "ctime");
    }

    void publish() throws IOException, InterruptedException {
        publish(ProgressListener.NONE);
    }

    void publish(ProgressListener also) throws IOException, InterruptedException {
        publish(house, Optional.of(place()), also);
    }

    /** What the next run would know of the last release. */
    TrustedTimes times() throws IOException {
        return TrustedTimes.open(place(), channel, source, Optional.of(manifest()), started);
    }

    private KeptFiles place() {
        return new KeptFiles(records, Digest.of(house.root));
    }

    void publishReadingAll() throws IOException, InterruptedException {
        publish(house, Optional.empty(), ProgressListener.NONE);
    }

    /** What a publication of the same source would have published that reads all of it. */
    List<Component> componentsOfAFullRead() throws IOException, InterruptedException {
        ChannelPublisher.Outcome kept = outcome();
        try {
            publish(house.copy(), Optional.empty(), ProgressListener.NONE);
            return components();
        } finally {
            last = kept;
        }
    }

    private void publish(TestHouse to, Optional<KeptFiles> times, ProgressListener also)
            throws IOException, InterruptedException {
        read.set(0);
        unread.set(0);
        // Captured before anything was written: the tree has always changed since.
        SnapshotFacts facts = new SnapshotFacts(Source.UNKNOWN, Consistency.STOPPED, Instant.EPOCH);
        last = new ChannelPublisher(
                        to.open(to.authority),
                        Clock.fixed(started, ZoneOffset.UTC),
                        new SplittableRandom(random.nextLong()),
                        TestHouse.NEVER)
                .publish(
                        new ChannelPublisher.Job(source, channel, facts, config, times, Optional.empty()),
                        new Counter(also));
    }

    /** Bytes that the last run read. */
    long read() {
        return read.get();
    }

    /** Bytes that it said it need not read. */
    long unread() {
        return unread.get();
    }

    Statistics statistics() {
        return outcome().snapshot().statistics();
    }

    List<String> notes() {
        return outcome().timesNotes();
    }

    Digest manifest() {
        return outcome().manifest().sha256();
    }

    List<Component> components() {
        return outcome().snapshot().manifest().components();
    }

    /** The one file that keeps times. */
    Path record() throws IOException {
        try (Stream<Path> files = Files.list(records)) {
            List<Path> all = files.toList();
            if (all.size() != 1) {
                throw new IllegalStateException("records: " + all);
            }
            return all.getFirst();
        }
    }

    /** Restores the last snapshot into a new directory, and describes that. */
    String restored() throws IOException {
        Path into = Files.createTempDirectory(house.directory, "restored");
        new TestRestorer(house.authority).restore(outcome().snapshot(), into);
        return Trees.describe(into);
    }

    private ChannelPublisher.Outcome outcome() {
        return Objects.requireNonNull(last, "nothing was published yet");
    }

    private static Instant time(Path file, String which) throws IOException {
        return ((FileTime) Files.getAttribute(file, "unix:" + which)).toInstant();
    }

    private final class Counter implements ProgressListener {

        private final ProgressListener also;

        Counter(ProgressListener also) {
            this.also = also;
        }

        @Override
        public void read(long bytes) {
            read.addAndGet(bytes);
            also.read(bytes);
        }

        @Override
        public void unread(long bytes) {
            unread.addAndGet(bytes);
        }
    }
}
