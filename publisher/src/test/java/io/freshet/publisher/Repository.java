package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Release;
import io.freshet.core.manifest.Source;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.Stores;
import io.freshet.publisher.delta.Sketches;
import io.freshet.publisher.pack.PackSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A directory that snapshots are published into, one after the other, without any signature. */
final class Repository implements AutoCloseable {

    final ObjectStore store;
    private final Path directory;
    private final Path work;
    private Optional<Release> last = Optional.empty();
    private Optional<Release> earlier = Optional.empty();
    private Optional<Path> base = Optional.empty();
    private Instant time = Instant.parse("2026-01-01T00:00:00Z");

    Repository(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory.resolve("repository"));
        this.work = Files.createDirectories(directory.resolve("work"));
        this.store = Stores.load(Repository.class.getClassLoader(), StoreContext.ofProcess("0"))
                .open("file:" + this.directory);
    }

    /** The default configuration, with temporary files beside the repository. */
    PublisherConfig config() {
        return PublisherConfig.defaults(work);
    }

    /** What is published from now on was captured then. */
    void captureAt(Instant capture) {
        time = capture;
    }

    /** What is published from now on is stored once more as deltas against the data there. */
    void makeDeltasAgainst(Path directory) {
        base = Optional.of(directory);
    }

    /** No deltas are made of what is published from now on. */
    void makeNoDeltas() {
        base = Optional.empty();
    }

    /** Where sketches are kept. */
    Path sketches() {
        return work.resolve("kept.sketches");
    }

    /** Publishes, the parent being what was published last. */
    PublishedSnapshot publish(Path source, PublisherConfig config) throws IOException, InterruptedException {
        return publish(source, config, List.of(), new StorePackSink(List.of(store)));
    }

    /** The same, while these packs are condemned. */
    PublishedSnapshot publish(Path source, PublisherConfig config, Set<Digest> condemned)
            throws IOException, InterruptedException {
        return publish(source, config, List.of(), condemned, new StorePackSink(List.of(store)), ProgressListener.NONE);
    }

    PublishedSnapshot publish(Path source, PublisherConfig config, List<StoredPack> leftOver, PackSink sink)
            throws IOException, InterruptedException {
        return publish(source, config, leftOver, Set.of(), sink, ProgressListener.NONE);
    }

    PublishedSnapshot publish(Path source, PublisherConfig config, ProgressListener listener)
            throws IOException, InterruptedException {
        return publish(source, config, List.of(), Set.of(), new StorePackSink(List.of(store)), listener);
    }

    private PublishedSnapshot publish(
            Path source,
            PublisherConfig config,
            List<StoredPack> leftOver,
            Set<Digest> condemned,
            PackSink sink,
            ProgressListener listener)
            throws IOException, InterruptedException {
        Optional<ParentSnapshot> parent =
                last.isPresent() ? Optional.of(ParentSnapshot.read(store, last.get(), earlier)) : Optional.empty();
        SnapshotFacts facts = new SnapshotFacts(Source.UNKNOWN, Consistency.STOPPED, time);
        Optional<Digest> parentManifest = last.map(release -> release.manifest().sha256());
        Optional<Sketches> deltas =
                base.isPresent() ? Optional.of(new Sketches(base, sketches(), parentManifest, work)) : Optional.empty();
        PublishedSnapshot done = new Publication(
                        new Publication.Input(source, facts, parent, leftOver, condemned, Optional.empty(), deltas),
                        config,
                        listener)
                .run(sink);
        byte[] manifest = done.manifest().toBytes();
        ObjectRef ref = ObjectRef.to(manifest);
        if (deltas.isPresent()) {
            deltas.get().save(ref.sha256());
            deltas.get().close();
        }
        store.put(ref.path(), Body.of(manifest), ObjectHeaders.IMMUTABLE_JSON);
        earlier = last;
        last = Optional.of(new Release(
                last.map(Release::sequence).orElse(0L) + 1,
                ref,
                done.location(),
                Optional.empty(),
                Instant.EPOCH,
                UnknownFields.NONE));
        return done;
    }

    /** Restores a snapshot into a new directory, and describes that. */
    String restored(PublishedSnapshot snapshot) throws IOException {
        Path into = Files.createTempDirectory(work, "restored");
        new TestRestorer(store).restore(snapshot, into);
        String text = Trees.describe(into);
        Trees.delete(into);
        return text;
    }

    /** Names of the temporary files that a publication left. */
    List<Path> leftBehind() throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.toList();
        }
    }

    /** Names of all packs. */
    List<Digest> packs() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("packs"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> Digest.parse(file.getFileName().toString().replace(".bin", "")))
                    .toList();
        }
    }

    /** Bytes of all packs. */
    long packBytes() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("packs"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
