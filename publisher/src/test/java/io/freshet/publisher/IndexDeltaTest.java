package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.ContentCache;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.index.LeafVisitor;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.LocationRoot;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.testkit.RecordingStore;
import io.freshet.publisher.dedupe.StoreBlobs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content nodes as deltas: who holds the night before reads little of the index; who does not reads all of it, and no more. */
class IndexDeltaTest {

    private static final int PAGES = 24_000;
    private static final int CHANGED = 240;

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(7);
    private Repository repository;
    private Path source;
    private Path file;

    @BeforeEach
    void publishNothingYet() throws IOException {
        source = Files.createDirectories(directory.resolve("source"));
        repository = new Repository(directory);
        file = source.resolve("mdbx.dat");
        Files.write(file, new byte[0]);
        writePages(0, PAGES);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void anUpdateReadsThirtyFourBytesANewChunkAndAColdFetchNoDelta() throws Exception {
        PublishedSnapshot first = repository.publish(source, repository.config());
        scatter();
        PublishedSnapshot second = repository.publish(source, repository.config());

        Reader cold = new Reader(Map.of());
        List<ContentNode.Leaf> leaves = cold.read(second);
        assertThat(cold.deltas).isZero();

        Reader update = new Reader(new Reader(Map.of()).nodesOf(first));
        assertThat(update.read(second)).isEqualTo(leaves);
        long newChunks = second.statistics().newChunks();
        assertThat(newChunks).isEqualTo(CHANGED);
        // The root is read whole: 80 bytes a leaf.
        assertThat(update.contentBytes).isLessThan(38 * newChunks + 100L * leaves.size());
        assertThat(update.deltas).isEqualTo(update.leavesRead);
        assertThat(cold.contentBytes).isGreaterThan(32L * PAGES);
        assertThat(update.requests).isLessThanOrEqualTo(cold.requests);
    }

    @Test
    void whoMissedANightReadsWholeNodesButWhereNothingChangedSince() throws Exception {
        PublishedSnapshot first = repository.publish(source, repository.config());
        scatter();
        repository.publish(source, repository.config());
        writePages(0, 1);
        PublishedSnapshot third = repository.publish(source, repository.config());

        Reader late = new Reader(new Reader(Map.of()).nodesOf(first));
        assertThat(late.read(third)).isEqualTo(new Reader(Map.of()).read(third));
        assertThat(late.leavesRead - late.deltas).isBetween(1, 2);
        assertThat(late.deltas).isPositive();
        assertThat(Trees.describe(source)).isEqualTo(repository.restored(third));
    }

    @Test
    void wrongBytesOfADeltaAreRefusedSoThatOthersAreAskedFor() throws Exception {
        PublishedSnapshot first = repository.publish(source, repository.config());
        scatter();
        PublishedSnapshot second = repository.publish(source, repository.config());
        Reader update = new Reader(new Reader(Map.of()).nodesOf(first));
        update.handsOutWrongBytesFirst = true;
        assertThat(update.read(second)).isEqualTo(new Reader(Map.of()).read(second));
        assertThat(update.deltas).isPositive();
    }

    @Test
    void theSameTreeAgainHasNothingToSend() throws Exception {
        repository.publish(source, repository.config());
        scatter();
        PublishedSnapshot second = repository.publish(source, repository.config());
        PublishedSnapshot again = repository.publish(source, repository.config());
        assertThat(again.statistics().packs()).isZero();
        assertThat(again.location()).isEqualTo(second.location());
    }

    @Test
    void deltasInCondemnedPacksAreNotMentioned() throws Exception {
        repository.publish(source, repository.config());
        scatter();
        PublishedSnapshot second = repository.publish(source, repository.config());
        Reader reader = new Reader(Map.of());
        reader.read(second);
        writePages(0, 1);
        PublishedSnapshot third = repository.publish(source, repository.config(), reader.deltaPacks);
        Reader after = new Reader(Map.of());
        after.read(third);
        assertThat(after.deltaPacks).isNotEmpty().doesNotContainAnyElementsOf(reader.deltaPacks);
        assertThat(Trees.describe(source)).isEqualTo(repository.restored(third));
    }

    private void scatter() throws IOException {
        for (int i = 0; i < CHANGED; i++) {
            writePages(i * (PAGES / CHANGED) + random.nextInt(PAGES / CHANGED), 1);
        }
    }

    private void writePages(int from, int count) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer pages = ByteBuffer.allocate(count * 4096);
            for (int i = 0; i < count; i++) {
                pages.putLong(i * 4096, random.nextLong()).putLong(i * 4096 + 8, random.nextLong());
            }
            channel.write(pages, from * 4096L);
        }
    }

    /** Reads snapshots' indexes as a fetcher does, and counts. */
    private final class Reader implements ContentCache, BlobSource, LeafVisitor {

        private final Map<Digest, byte[]> held;
        private final Map<Digest, byte[]> seen = new HashMap<>();
        private final List<ContentNode.Leaf> leaves = new ArrayList<>();
        private final Set<Digest> deltaPacks = new HashSet<>();
        private final Set<BlobPlace> deltaPlaces = new HashSet<>();
        private final Set<BlobPlace> locationPlaces = new HashSet<>();
        private long contentBytes;
        private int deltas;
        private int leavesRead;
        private int requests;
        private boolean handsOutWrongBytesFirst;

        Reader(Map<Digest, byte[]> held) {
            this.held = held;
        }

        Map<Digest, byte[]> nodesOf(PublishedSnapshot snapshot) throws IOException {
            read(snapshot);
            return seen;
        }

        List<ContentNode.Leaf> read(PublishedSnapshot snapshot) throws IOException {
            LocationRoot.Component component = snapshot.root().components().getFirst();
            locationPlaces.add(component.locationPlace());
            new IndexWalk(this, this).walk(component, this);
            return leaves;
        }

        @Override
        public Optional<byte[]> get(Digest id) {
            return Optional.ofNullable(held.get(id));
        }

        @Override
        public void put(Digest id, byte[] plain) {
            seen.put(id, plain);
            leavesRead += plain[5] == 0 ? 1 : 0;
        }

        @Override
        public void read(List<Wanted> blobs) throws IOException {
            for (Wanted wanted : blobs) {
                contentBytes += locationPlaces.contains(wanted.place())
                        ? 0
                        : wanted.place().stored();
                if (deltaPlaces.contains(wanted.place())) {
                    deltas++;
                    if (handsOutWrongBytesFirst) {
                        byte[] wrong = new byte[wanted.place().stored()];
                        assertThatExceptionOfType(FormatException.class)
                                .isThrownBy(() -> wanted.taker().take(wrong));
                    }
                }
            }
            try (CountedBlobs source = new CountedBlobs(repository.store)) {
                source.blobs.read(blobs);
                requests += source.requests();
            }
        }

        @Override
        public void branch(Digest id, ContentNode.Branch content, LocationNode.Branch places) {
            for (LocationNode.Child child : places.children()) {
                locationPlaces.add(child.locationPlace());
                child.deltas().forEach(delta -> {
                    deltaPlaces.add(delta.place());
                    deltaPacks.add(delta.pack());
                });
            }
        }

        @Override
        public void leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, Places places) throws IOException {
            places.get();
            leaves.add(content);
        }
    }

    /** Blobs of a store whose requests are counted. */
    private static final class CountedBlobs implements AutoCloseable {

        private final RecordingStore store;
        private final StoreBlobs blobs;

        CountedBlobs(ObjectStore store) {
            this.store = new RecordingStore(store);
            this.blobs = new StoreBlobs(this.store);
        }

        int requests() {
            return store.calls().size();
        }

        @Override
        public void close() {
            blobs.close();
        }
    }
}
