package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import io.freshet.core.pack.Pack;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.publisher.commit.SnapshotPacks;
import io.freshet.publisher.dedupe.StoreBlobs;
import io.freshet.publisher.source.ComponentSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** New pages as deltas only, release after release, and plain in between. */
class DeltaChainTest extends DatabaseNights {

    DeltaChainTest() {
        super(DedupeRules.DEFAULTS.withDeltas(3, 10));
    }

    @Test
    void newPagesAreStoredAsDeltasOnly() throws Exception {
        long before = repository.packBytes();
        PublishedSnapshot second = changeAndPublish(CHANGED);
        Statistics statistics = second.statistics();
        assertThat(statistics.newChunks()).isGreaterThan(CHANGED * 9 / 10);
        assertThat(statistics.deltas().pages()).isEqualTo(statistics.newChunks());
        assertThat(statistics.storedBytes()).isZero();
        // Five hundred pages of 4 KiB that do not compress, with an index of theirs.
        assertThat(repository.packBytes() - before).isLessThan(CHANGED * RecordPages.PAGE / 4);
        assertThat(ListedDeltas.of(second, repository.store).packs()).isEmpty();
        assertThat(depths(second)).containsExactly(1);
        assertThat(Trees.describe(source())).isEqualTo(repository.restored(second));
    }

    @Test
    void everyReleaseOfAChainRestoresAndTheOneBehindItStoresAllPlain() throws Exception {
        List<PublishedSnapshot> releases = new ArrayList<>();
        List<Path> sources = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            releases.add(changeAndPublish(CHANGED));
            sources.add(source());
        }
        assertThat(depths(releases.get(0))).containsExactly(1);
        assertThat(depths(releases.get(1))).containsExactly(1, 2);
        assertThat(depths(releases.get(2))).containsExactly(1, 2, 3);
        PublishedSnapshot plain = releases.get(3);
        assertThat(depths(plain)).isEmpty();
        // All that three releases left as deltas is written again, and what is new is there in both forms.
        assertThat(plain.statistics().againChunks()).isGreaterThan(2 * CHANGED);
        assertThat(plain.statistics().storedBytes()).isPositive();
        assertThat(plain.statistics().deltas().pages())
                .isEqualTo(plain.statistics().newChunks());
        assertThat(depths(releases.get(4))).containsExactly(1);
        for (int i = 0; i < releases.size(); i++) {
            assertThat(repository.restored(releases.get(i))).isEqualTo(Trees.describe(sources.get(i)));
        }
    }

    /** What a collector keeps: with anything else gone, the last of a chain restores. */
    @Test
    void theListOfPacksHasAllThatBasesLieIn() throws Exception {
        changeAndPublish(PAGES / 2);
        changeAndPublish(PAGES / 2);
        PublishedSnapshot last = changeAndPublish(PAGES / 2);
        Set<Digest> live = SnapshotPacks.of(repository.store, last.location());
        List<String> gone = new ArrayList<>();
        for (Digest pack : repository.packs()) {
            if (!live.contains(pack)) {
                repository.store.delete(Pack.path(pack));
                gone.add(pack.toString());
            }
        }
        assertThat(gone).isNotEmpty();
        assertThat(repository.restored(last)).isEqualTo(Trees.describe(source()));
        // And each of them is needed: a list with packs for nothing keeps them for ever.
        Set<Digest> data = new HashSet<>();
        packList(last).packs().stream().filter(PackUse::data).forEach(use -> data.add(use.pack()));
        for (Digest pack : data) {
            byte[] kept = repository.store.getRange(Pack.path(pack), 0, (int)
                    repository.store.stat(Pack.path(pack)).orElseThrow().size());
            repository.store.delete(Pack.path(pack));
            assertThatThrownBy(() -> repository.restored(last)).isInstanceOf(IOException.class);
            repository.store.put(Pack.path(pack), Body.of(kept), ObjectHeaders.IMMUTABLE_BINARY);
        }
    }

    @Test
    void aReleaseWithoutABaseEndsTheChain() throws Exception {
        changeAndPublish(CHANGED);
        repository.makeNoDeltas();
        PublishedSnapshot third = changeAndPublishKeepingBase(CHANGED);
        assertThat(depths(third)).isEmpty();
        assertThat(repository.restored(third)).isEqualTo(Trees.describe(source()));
    }

    @Test
    void theSameTreeAgainHasNothingToSend() throws Exception {
        PublishedSnapshot second = changeAndPublish(CHANGED);
        PublishedSnapshot again = publishAgain();
        assertThat(again.statistics().packs()).isZero();
        assertThat(again.location()).isEqualTo(second.location());
    }

    @Test
    void deltasThatAddTooMuchToAColdFetchEndTheChain() throws Exception {
        rules = DedupeRules.DEFAULTS.withDeltas(10, 0.005);
        List<Integer> deepest = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            PublishedSnapshot release = changeAndPublish(CHANGED);
            deepest.add(depths(release).stream().max(Integer::compare).orElse(0));
        }
        // A night's deltas are some 0.2% of the tree: a third one would be too many.
        assertThat(deepest).containsExactly(1, 2, 0, 1, 2, 0);
    }

    @Test
    void pagesOfWhichNoGoodDeltaComesAreStoredPlain() throws Exception {
        // Half of the new pages are of another database, and resemble nothing.
        List<byte[]> pages = new ArrayList<>(database.pages());
        List<byte[]> other = new RecordPages(1000, 99).pages();
        for (int i = 0; i < 1000; i++) {
            pages.set(i, other.get(i));
        }
        repository.makeDeltasAgainst(source());
        night++;
        RecordPages.write(source().resolve("mdbx.dat"), pages);
        PublishedSnapshot second = publishAgain();
        Statistics statistics = second.statistics();
        assertThat(statistics.newChunks()).isEqualTo(1000);
        assertThat(statistics.deltas().pages()).isZero();
        assertThat(statistics.storedBytes()).isBetween(1000L * RecordPages.PAGE, 1010L * RecordPages.PAGE);
        assertThat(depths(second)).isEmpty();
        assertThat(repository.restored(second)).isEqualTo(Trees.describe(source()));
    }

    @Test
    void basesThatAreNotAtHandAnyMoreCostPlainPages() throws Exception {
        changeAndPublish(1);
        Path base = Files.createDirectories(directory.resolve("empty"));
        repository.makeDeltasAgainst(base);
        PublishedSnapshot third = changeAndPublishKeepingBase(CHANGED);
        assertThat(third.statistics().deltas().pages()).isZero();
        assertThat(third.statistics().deltas().notAtHand()).isPositive();
        assertThat(third.statistics().storedBytes()).isPositive();
        assertThat(repository.restored(third)).isEqualTo(Trees.describe(source()));
    }

    @Test
    void aNewPageThatStandsInSeveralFilesIsStoredOnce() throws Exception {
        repository.makeDeltasAgainst(source());
        database.change(CHANGED);
        night++;
        database.write(source().resolve("mdbx.dat"));
        database.write(source().resolve("copy").resolve("mdbx.dat"));
        PublishedSnapshot second = publishAgain();
        assertThat(second.statistics().deltas().pages())
                .isEqualTo(second.statistics().newChunks())
                .isLessThan(2 * CHANGED);
        assertThat(repository.restored(second)).isEqualTo(Trees.describe(source()));
    }

    @Test
    void condemnedPacksEndTheChain() throws Exception {
        PublishedSnapshot second = changeAndPublish(CHANGED);
        Digest condemned = packList(second).packs().stream()
                .filter(PackUse::data)
                .findFirst()
                .orElseThrow()
                .pack();
        night++;
        database.change(1);
        database.write(source().resolve("mdbx.dat"));
        PublishedSnapshot third = repository.publish(source(), config(), Set.of(condemned));
        assertThat(depths(third)).isEmpty();
        assertThat(packList(third).packs()).extracting(PackUse::pack).doesNotContain(condemned);
        assertThat(repository.restored(third)).isEqualTo(Trees.describe(source()));
    }

    @Test
    void aRenamedComponentEndsTheChain() throws Exception {
        PublisherConfig config = config().withTimes(false);
        List<byte[]> pages = new ArrayList<>(new RecordPages(2000, 6).pages());
        part("a", pages);
        repository.publish(source(), config.withComponents(List.of(component("a", "a"))));
        nextNight();
        change(pages, 0, 200);
        part("a", pages);
        // Later than all files: nothing was written since, as far as times tell.
        repository.captureAt(Instant.parse("2100-01-01T00:00:00Z"));
        PublishedSnapshot second = repository.publish(source(), config.withComponents(List.of(component("a", "a"))));
        assertThat(depths(second)).containsExactly(1);
        PublishedSnapshot third = repository.publish(source(), config.withComponents(List.of(component("b", "a"))));
        assertThat(depths(third)).isEmpty();
        assertThat(files(repository.restored(third))).isEqualTo(files(Trees.describe(source())));
    }

    @Test
    void aComponentThatIsRemovedEndsTheChain() throws Exception {
        PublisherConfig config = config();
        List<ComponentSpec> both = List.of(component("a", "a"), component("b", "b"));
        List<byte[]> a = new ArrayList<>(new RecordPages(500, 6).pages());
        List<byte[]> b = new ArrayList<>(new RecordPages(500, 7).pages());
        part("a", a);
        part("b", b);
        repository.publish(source(), config.withComponents(both));
        nextNight();
        change(b, 0, 100);
        part("a", a);
        part("b", b);
        repository.publish(source(), config.withComponents(both));
        nextNight();
        // New pages of a resemble those that are new in b.
        for (int i = 0; i < 100; i++) {
            a.set(i, b.get(i));
        }
        change(a, 0, 100);
        part("a", a);
        part("b", b);
        PublishedSnapshot third = repository.publish(source(), config.withComponents(both));
        assertThat(depths(third)).containsExactly(2, 1);
        assertThat(files(repository.restored(third))).isEqualTo(files(Trees.describe(source())));
        PublishedSnapshot last = repository.publish(source(), config.withComponents(List.of(component("a", "a"))));
        assertThat(depths(last)).isEmpty();
        assertThat(files(repository.restored(last))).hasSize(1);
    }

    @Test
    void aNewPageInTwoComponentsCanBeMadeFromWhatOneOfThemSays() throws Exception {
        PublisherConfig config = config().withComponents(List.of(component("a", "a"), component("b", "b")));
        List<byte[]> a = new ArrayList<>(new RecordPages(500, 6).pages());
        List<byte[]> b = new ArrayList<>(new RecordPages(500, 7).pages());
        part("a", a);
        part("b", b);
        repository.publish(source(), config);
        nextNight();
        change(a, 0, 100);
        for (int i = 0; i < 100; i++) {
            b.set(i, a.get(i));
        }
        part("a", a);
        part("b", b);
        PublishedSnapshot second = repository.publish(source(), config);
        assertThat(second.statistics().deltas().pages()).isEqualTo(100);
        assertThat(depths(second)).containsExactly(1);
        assertThat(files(repository.restored(second))).isEqualTo(files(Trees.describe(source())));
    }

    @Test
    void wherePagesHaveNoDeltasAColdFetchStaysShort() throws Exception {
        rules = DedupeRules.DEFAULTS;
        SplittableRandom random = new SplittableRandom(3);
        List<byte[]> pages = new ArrayList<>(database.pages());
        long again = 0;
        PublishedSnapshot last = null;
        for (int i = 0; i < 14; i++) {
            nextNight();
            for (int k = 0; k < PAGES / 20; k++) {
                byte[] page = new byte[RecordPages.PAGE];
                random.nextBytes(page);
                pages.set(random.nextInt(PAGES), page);
            }
            RecordPages.write(source().resolve("mdbx.dat"), pages);
            last = publishAgain();
            assertThat(last.statistics().deltas().pages()).isZero();
            again += last.statistics().againBytes();
        }
        assertThat(again).isGreaterThan((long) PAGES * RecordPages.PAGE / 4);
        assertThat(repository.restored(last)).isEqualTo(Trees.describe(source()));
    }

    @Test
    void holesDoNotCountAmongWhatDeltasAddTo() throws Exception {
        rules = DedupeRules.DEFAULTS.withDeltas(10, 0.005);
        List<Integer> deepest = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            repository.makeDeltasAgainst(source());
            database.change(CHANGED);
            night++;
            database.write(source().resolve("mdbx.dat"));
            try (FileChannel file = FileChannel.open(source().resolve("mdbx.dat"), StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.allocate(1), 40L * PAGES * RecordPages.PAGE);
            }
            deepest.add(depths(publishAgain()).stream().max(Integer::compare).orElse(0));
        }
        assertThat(deepest).containsExactly(1, 2, 0);
    }

    /** Names, lengths and digests of files in a description. */
    private static List<String> files(String description) {
        return description
                .lines()
                .filter(line -> line.contains("mdbx.dat"))
                .map(line -> line.replaceAll(" [0-9]+ [0-9TZ:.-]+ ", " "))
                .toList();
    }

    private void nextNight() {
        repository.makeDeltasAgainst(source());
        night++;
    }

    private void part(String name, List<byte[]> pages) {
        RecordPages.write(source().resolve(name).resolve("mdbx.dat"), pages);
    }

    private static ComponentSpec component(String name, String root) {
        return new ComponentSpec(name, new EntryPath(root), 0, List.of());
    }

    private static void change(List<byte[]> pages, int from, int to) {
        for (int i = from; i < to; i++) {
            byte[] page = pages.get(i).clone();
            page[640] ^= 1;
            pages.set(i, page);
        }
    }

    private static List<Integer> depths(PublishedSnapshot snapshot) {
        return snapshot.root().components().stream()
                .flatMap(component -> component.bases().stream())
                .map(BasesPlace::depth)
                .distinct()
                .toList();
    }

    private PackList packList(PublishedSnapshot snapshot) throws IOException {
        LocationRoot root = snapshot.root();
        List<PackList> list = new ArrayList<>();
        try (StoreBlobs blobs = new StoreBlobs(repository.store)) {
            blobs.read(List.of(new BlobSource.Wanted(
                    root.packList(), plain -> list.add(PackList.read(root.packListDigest(), plain)))));
        }
        return list.getFirst();
    }
}
