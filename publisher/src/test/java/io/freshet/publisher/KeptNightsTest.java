package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.Source;
import io.freshet.publisher.delta.DeltaCounts;
import io.freshet.publisher.kept.KeptBase;
import io.freshet.publisher.kept.KeptFiles;
import io.freshet.publisher.upload.ChannelPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is overwritten from night to night, published with the copy of the night before as base. */
class KeptNightsTest {

    private static final int PAGES = 2000;
    private static final int CHANGED = 100;
    private static final long PLENTY = 1L << 40;

    @TempDir
    private Path directory;

    private final RecordPages database = new RecordPages(PAGES, 5);
    private TestHouse house;
    private Path source;
    private Path kept;

    @BeforeEach
    void publishFirst() throws Exception {
        house = new TestHouse(directory);
        source = directory.resolve("source");
        kept = directory.resolve("work/bases/some.base");
        database.write(source.resolve("db/mdbx.dat"));
        ChannelPublisher.Outcome first = publish(PLENTY);
        DeltaCounts none = first.snapshot().statistics().deltas();
        assertThat(none).isEqualTo(DeltaCounts.NONE);
        assertThat(first.kept().orElseThrow().bytes()).isEqualTo((long) PAGES * RecordPages.PAGE);
    }

    private ChannelPublisher.Outcome changeAndPublish(long limit) throws Exception {
        database.change(CHANGED);
        database.write(source.resolve("db/mdbx.dat"));
        ChannelPublisher.Outcome outcome = publish(limit);
        Path into = Files.createTempDirectory(directory, "restored");
        new TestRestorer(house.authority).restore(outcome.snapshot(), into);
        assertThat(Trees.describe(into)).isEqualTo(Trees.describe(source));
        return outcome;
    }

    private ChannelPublisher.Outcome publish(long limit) throws Exception {
        return publish(limit, ProgressListener.NONE);
    }

    private ChannelPublisher.Outcome publish(long limit, ProgressListener progress) throws Exception {
        KeptBase base = KeptBase.open(kept, limit, source);
        KeptFiles sketches = new KeptFiles(directory.resolve("work/sketches"), Digest.of(house.root));
        ChannelPublisher.Deltas deltas = new ChannelPublisher.Deltas(base.tree(), sketches, Optional.of(base));
        return new ChannelPublisher(
                        house.open(house.authority), TestHouse.CLOCK, new SplittableRandom(1), TestHouse.NEVER)
                .publish(
                        new ChannelPublisher.Job(
                                source,
                                TestHouse.CHANNEL,
                                new SnapshotFacts(Source.UNKNOWN, Consistency.STOPPED, TestHouse.NOW),
                                PublisherConfig.defaults(directory.resolve("work"))
                                        .withCores(2),
                                Optional.empty(),
                                Optional.of(deltas)),
                        progress);
    }

    private static DeltaCounts deltas(ChannelPublisher.Outcome outcome) {
        return outcome.snapshot().statistics().deltas();
    }

    @Test
    void everyNightsBaseIsTheNightBefore() throws Exception {
        for (int night = 1; night <= 3; night++) {
            ChannelPublisher.Outcome outcome = changeAndPublish(PLENTY);
            assertThat(deltas(outcome).pages())
                    .isEqualTo(outcome.snapshot().statistics().newChunks())
                    .isPositive();
            assertThat(deltas(outcome).depth()).isEqualTo(night);
            assertThat(deltas(outcome).notAtHand()).isZero();
        }
    }

    @Test
    void aNightWithoutTheCopyIsStoredPlainAndTheNextHasOneAgain() throws Exception {
        Trees.delete(kept);
        ChannelPublisher.Outcome without = changeAndPublish(PLENTY);
        long fresh = without.snapshot().statistics().newChunks();
        assertThat(deltas(without)).isEqualTo(new DeltaCounts(0, 0, 0, 0, 0, 0, fresh, 0));
        assertThat(without.snapshot().statistics().storedBytes()).isGreaterThan(fresh * RecordPages.PAGE / 2);
        // The sketches were kept all the same.
        ChannelPublisher.Outcome next = changeAndPublish(PLENTY);
        assertThat(deltas(next).pages()).isEqualTo(next.snapshot().statistics().newChunks());
    }

    @Test
    void whatDidNotFitIsMissedAndStoredPlain() throws Exception {
        publish((long) PAGES / 2 * RecordPages.PAGE);
        ChannelPublisher.Outcome outcome = changeAndPublish(PLENTY);
        long fresh = outcome.snapshot().statistics().newChunks();
        assertThat(deltas(outcome).notAtHand()).isBetween(fresh / 4, fresh * 3 / 4);
        assertThat(deltas(outcome).pages()).isBetween(fresh / 4, fresh);
    }

    @Test
    void aCopyThatIsHalfBroughtUpToDateMakesARightRelease() throws Exception {
        database.change(PAGES / 2);
        database.write(source.resolve("db/mdbx.dat"));
        ChannelPublisher.Outcome cut = publish(PLENTY, new ProgressListener() {
            private int windows;

            @Override
            public void kept(long bytes) {
                windows++;
                if (windows == 3) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        Thread.interrupted();
        assertThat(cut.released().isNew()).isTrue();
        assertThat(cut.kept().orElseThrow().failure()).isPresent();
        ChannelPublisher.Outcome next = changeAndPublish(PLENTY);
        assertThat(deltas(next).pages()).isPositive();
        assertThat(deltas(next).notAtHand()).isPositive();
        assertThat(next.kept().orElseThrow().failure()).isEmpty();
        assertThat(deltas(changeAndPublish(PLENTY)).notAtHand()).isZero();
    }

    @Test
    void aDamagedCopyCostsDeltasAndIsMendedByTheNextNight() throws Exception {
        try (FileChannel copy = FileChannel.open(kept.resolve("tree/db/mdbx.dat"), StandardOpenOption.WRITE)) {
            byte[] noise = new byte[PAGES / 2 * RecordPages.PAGE];
            new SplittableRandom(9).nextBytes(noise);
            copy.write(ByteBuffer.wrap(noise), 0);
        }
        assertThat(deltas(changeAndPublish(PLENTY)).notAtHand()).isPositive();
        assertThat(deltas(changeAndPublish(PLENTY)).notAtHand()).isZero();
    }

    @Test
    void theSameTreeAgainReleasesNothingAndKeepsItAllTheSame() throws Exception {
        Trees.delete(kept);
        ChannelPublisher.Outcome again = publish(PLENTY);
        assertThat(again.released().isNew()).isFalse();
        assertThat(again.kept().orElseThrow().bytes()).isEqualTo((long) PAGES * RecordPages.PAGE);
    }

    @Test
    void zeroUsesTheCopyOnceMoreAndRemovesIt() throws Exception {
        assertThat(deltas(changeAndPublish(0)).pages()).isPositive();
        assertThat(kept).doesNotExist();
        assertThat(deltas(changeAndPublish(0)).withoutBase()).isPositive();
    }

    @Test
    void aSourceThatGoesAwayDoesNotUndoTheRelease() throws Exception {
        Path away = directory.resolve("away");
        database.change(CHANGED);
        database.write(source.resolve("db/mdbx.dat"));
        ChannelPublisher.Outcome outcome = publish(PLENTY, new ProgressListener() {
            @Override
            public void keeping(long bytes) {
                move(source, away);
            }
        });
        move(away, source);
        assertThat(outcome.released().isNew()).isTrue();
        assertThat(outcome.kept().orElseThrow().failure()).isPresent();
        assertThat(kept.resolve("tree/db/mdbx.dat")).exists();
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
