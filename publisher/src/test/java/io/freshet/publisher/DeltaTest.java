package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.PathGlob;
import io.freshet.core.chunk.Profile;
import io.freshet.publisher.delta.DeltaCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New pages once more, as deltas against those of the release before. */
class DeltaTest extends DatabaseNights {

    DeltaTest() {
        super(DedupeRules.DEFAULTS.withDeltas(0, 0));
    }

    @Test
    void everyNewPageCanBeMadeOfPagesOfTheReleaseBefore() throws Exception {
        List<byte[]> before = database.pages();
        PublishedSnapshot second = changeAndPublish(CHANGED);
        Statistics statistics = second.statistics();
        assertThat(statistics.newChunks()).isGreaterThan(CHANGED * 9 / 10);
        assertThat(statistics.deltas().pages()).isEqualTo(statistics.newChunks());
        assertThat(statistics.deltas().unlike()).isZero();
        assertThat(statistics.deltas().notAtHand()).isZero();
        assertThat(statistics.deltas().stored()).isLessThan(statistics.storedBytes() / 20);

        ListedDeltas found = deltas(second);
        assertThat(found.decoded(before)).hasSize((int) statistics.newChunks());
        assertThat(Trees.describe(source())).isEqualTo(repository.restored(second));
    }

    @Test
    void moreCoresThanBenchesAreNoHarm() throws Exception {
        repository.makeDeltasAgainst(source());
        List<byte[]> before = database.pages();
        database.change(PAGES / 2);
        night++;
        database.write(source().resolve("mdbx.dat"));
        PublishedSnapshot second = repository.publish(source(), config().withCores(24));
        assertThat(second.statistics().deltas().pages())
                .isEqualTo(second.statistics().newChunks());
        assertThat(deltas(second).decoded(before))
                .hasSize((int) second.statistics().deltas().pages());
    }

    @Test
    void theContentRootIsThatOfAPublicationWithoutDeltas() throws Exception {
        PublishedSnapshot second = changeAndPublish(CHANGED);
        Repository plain = new Repository(directory.resolve("plain"));
        assertThat(plain.publish(source(), plain.config()).manifest().components())
                .isEqualTo(second.manifest().components());
        plain.close();
    }

    @Test
    void theSameTreeAgainHasNothingToSend() throws Exception {
        PublishedSnapshot second = changeAndPublish(CHANGED);
        PublishedSnapshot again = publishAgain();
        assertThat(again.statistics().packs()).isZero();
        assertThat(again.location()).isEqualTo(second.location());
    }

    @Test
    void sketchesThatAreLostAreMadeAgain() throws Exception {
        changeAndPublish(CHANGED);
        Files.delete(repository.sketches());
        PublishedSnapshot third = changeAndPublish(CHANGED);
        assertThat(third.statistics().deltas().unlike()).isZero();
        assertThat(third.statistics().deltas().pages())
                .isEqualTo(third.statistics().newChunks());
    }

    @Test
    void sketchesOfAnotherReleaseAreMadeAgain() throws Exception {
        changeAndPublish(CHANGED);
        byte[] kept = Files.readAllBytes(repository.sketches());
        changeAndPublish(CHANGED);
        Files.write(repository.sketches(), kept);
        assertThat(changeAndPublish(CHANGED).statistics().deltas().unlike()).isZero();
    }

    @Test
    void sketchesThatAreCutOffAreMadeAgain() throws Exception {
        changeAndPublish(CHANGED);
        byte[] kept = Files.readAllBytes(repository.sketches());
        Files.write(repository.sketches(), Arrays.copyOf(kept, kept.length - 1));
        assertThat(changeAndPublish(CHANGED).statistics().deltas().unlike()).isZero();
    }

    @Test
    void basesThatAreSomethingElseByNowAreNotUsed() throws Exception {
        Path base = directory.resolve("base");
        // The second half of the base is from another database.
        List<byte[]> half = new ArrayList<>(database.pages().subList(0, PAGES / 2));
        half.addAll(new RecordPages(PAGES / 2, 77).pages());
        RecordPages.write(base.resolve("mdbx.dat"), half);
        repository.makeDeltasAgainst(base);
        List<byte[]> before = database.pages();
        PublishedSnapshot second = changeAndPublishKeepingBase(CHANGED);
        DeltaCounts counts = second.statistics().deltas();
        // The sketches were made of the base, so that its other half resembles nothing.
        assertThat(counts.unlike()).isBetween(CHANGED / 3L, CHANGED * 2L / 3);
        assertThat(deltas(second).decoded(before)).hasSize((int) counts.pages());
        assertThat(Trees.describe(source())).isEqualTo(repository.restored(second));
    }

    @Test
    void aBaseThatWasWrittenOverIsMissedAndNotUsed() throws Exception {
        changeAndPublish(CHANGED);
        List<byte[]> before = database.pages();
        Path base = directory.resolve("base");
        // Page by page: what the sketches promise is there for every second one.
        List<byte[]> half = new ArrayList<>(before);
        List<byte[]> other = new RecordPages(PAGES, 77).pages();
        for (int i = 0; i < PAGES; i += 2) {
            half.set(i, other.get(i));
        }
        RecordPages.write(base.resolve("mdbx.dat"), half);
        repository.makeDeltasAgainst(base);
        PublishedSnapshot third = changeAndPublishKeepingBase(CHANGED);
        DeltaCounts counts = third.statistics().deltas();
        assertThat(counts.unlike()).isZero();
        assertThat(counts.notAtHand()).isBetween(CHANGED / 3L, CHANGED * 2L / 3);
        assertThat(Trees.describe(source())).isEqualTo(repository.restored(third));
    }

    @Test
    void aNightWithoutABaseCostsItsDeltasAndNoOthers() throws Exception {
        changeAndPublish(1);
        repository.makeDeltasAgainst(Files.createDirectories(directory.resolve("empty")));
        Files.delete(repository.sketches());
        PublishedSnapshot third = changeAndPublishKeepingBase(CHANGED);
        assertThat(third.statistics().deltas().pages()).isZero();
        assertThat(Trees.describe(source())).isEqualTo(repository.restored(third));
        PublishedSnapshot fourth = changeAndPublish(CHANGED);
        assertThat(fourth.statistics().deltas().unlike()).isZero();
        assertThat(fourth.statistics().deltas().pages())
                .isEqualTo(fourth.statistics().newChunks());
    }

    @Test
    void aDirectoryWhereTheBaseShouldBeIsNone() throws Exception {
        changeAndPublish(1);
        Path base = directory.resolve("base");
        Files.createDirectories(base.resolve("mdbx.dat"));
        repository.makeDeltasAgainst(base);
        PublishedSnapshot third = changeAndPublishKeepingBase(CHANGED);
        assertThat(third.statistics().deltas().pages()).isZero();
        assertThat(Trees.describe(source())).isEqualTo(repository.restored(third));
    }

    @Test
    @Timeout(60)
    void aPipeWhereTheBaseShouldBeIsNotWaitedFor() throws Exception {
        changeAndPublish(1);
        Path base = Files.createDirectories(directory.resolve("base"));
        assertThat(new ProcessBuilder("mkfifo", base.resolve("mdbx.dat").toString())
                        .start()
                        .waitFor())
                .isZero();
        repository.makeDeltasAgainst(base);
        Files.delete(repository.sketches());
        assertThat(changeAndPublishKeepingBase(CHANGED).statistics().deltas().pages())
                .isZero();
    }

    @Test
    void sketchesThatCanNotBeReadAreMadeAgain() throws Exception {
        changeAndPublish(1);
        Files.delete(repository.sketches());
        Files.createDirectories(repository.sketches());
        repository.makeDeltasAgainst(source());
        database.change(CHANGED);
        night++;
        database.write(source().resolve("mdbx.dat"));
        // It can't be written either: that is for the caller to tell.
        assertThatThrownBy(() -> publishAgain()).isInstanceOf(IOException.class).hasMessageContaining("kept.sketches");
    }

    @ParameterizedTest
    @ValueSource(ints = {4 << 10, 16 << 10, 1 << 20, 2 << 20})
    void pagesOfAnySizeAreDeltasIfAFrameHasRoomForThem(int grain) throws Exception {
        Repository own = new Repository(directory.resolve("grains"));
        PublisherConfig config = own.config()
                .withDedupe(rules)
                .withProfile(new Profile(
                        Profile.SHA256,
                        "",
                        128,
                        List.of(new Profile.Rule(new PathGlob("**"), new ChunkerSpec.Fixed(grain)))));
        own.publish(source(), config);
        own.makeDeltasAgainst(source());
        night++;
        byte[] all = Files.readAllBytes(directory.resolve("night-0").resolve("mdbx.dat"));
        all[100_000] ^= 1;
        Files.createDirectories(source());
        Files.write(source().resolve("mdbx.dat"), all);
        PublishedSnapshot second = own.publish(source(), config);
        assertThat(second.statistics().newChunks()).isEqualTo(1);
        assertThat(second.statistics().deltas().pages()).isEqualTo(grain > 1 << 20 ? 0 : 1);
        assertThat(Trees.describe(source())).isEqualTo(own.restored(second));
        own.close();
    }

    /** The first chunk of such a file is no whole page. */
    @Test
    void aFileThatBeginsWithZerosHasPagesToo() throws Exception {
        Repository own = new Repository(directory.resolve("zeros"));
        PublisherConfig config = own.config()
                .withDedupe(rules)
                .withProfile(new Profile(
                        Profile.SHA256,
                        "",
                        128,
                        List.of(new Profile.Rule(new PathGlob("**"), new ChunkerSpec.Fixed(16 << 10)))));
        byte[] bytes = new byte[68 << 10];
        RecordPages tail = new RecordPages(200, 9);
        for (int i = 0; i < 2; i++) {
            night++;
            Files.createDirectories(source());
            byte[] all = Arrays.copyOf(bytes, bytes.length + 200 * RecordPages.PAGE);
            for (int page = 0; page < 200; page++) {
                System.arraycopy(
                        tail.pages().get(page), 0, all, bytes.length + page * RecordPages.PAGE, RecordPages.PAGE);
            }
            Files.write(source().resolve("a"), all);
            Files.write(source().resolve("b"), all);
            PublishedSnapshot done = own.publish(source(), config);
            assertThat(done.statistics().deltas().pages() > 0).isEqualTo(i > 0);
            assertThat(Trees.describe(source())).isEqualTo(own.restored(done));
            own.makeDeltasAgainst(source());
            tail.change(3);
        }
        own.close();
    }

    @Test
    void deltasStayListedForWhoMissedANightUntilAQuarterOfTheirPagesIsGone() throws Exception {
        PublishedSnapshot second = changeAndPublish(CHANGED);
        Set<Digest> packs = deltas(second).packs();
        PublishedSnapshot third = changeAndPublish(CHANGED / 20);
        assertThat(deltas(third).packs()).containsAll(packs);
        PublishedSnapshot last = third;
        for (int i = 0; i < 4; i++) {
            last = changeAndPublish(PAGES / 2);
        }
        assertThat(deltas(last).packs()).doesNotContainAnyElementsOf(packs);
    }

    @Test
    void deltasInCondemnedPacksAreNotMentioned() throws Exception {
        PublishedSnapshot second = changeAndPublish(CHANGED);
        Set<Digest> packs = deltas(second).packs();
        night++;
        database.change(1);
        database.write(source().resolve("mdbx.dat"));
        PublishedSnapshot third = repository.publish(source(), config(), packs);
        assertThat(deltas(third).packs()).isNotEmpty().doesNotContainAnyElementsOf(packs);
        assertThat(Trees.describe(source())).isEqualTo(repository.restored(third));
    }

    private ListedDeltas deltas(PublishedSnapshot snapshot) throws IOException {
        return ListedDeltas.of(snapshot, repository.store);
    }
}
