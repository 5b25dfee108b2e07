package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.chunk.Profile;
import io.freshet.core.index.EntryPath;
import io.freshet.core.manifest.Component;
import io.freshet.core.trust.ChannelName;
import io.freshet.publisher.source.ComponentSpec;
import io.freshet.publisher.source.FileChanged;
import io.freshet.publisher.times.TrustedTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose times are those of the last release are published without reading them, and nothing else differs. */
class TrustedTimesTest {

    private static final int DB = 600 * 4096 + 100;
    private static final int SEGMENT = 3_000_000;
    private static final int ZEROS = 300_000;
    private static final int SMALL = 1000;
    private static final int INLINE = 100;
    private static final int ALL = DB + SEGMENT + ZEROS + SMALL + INLINE;

    @TempDir
    Path directory;

    private TimesHouse house;
    private Path source;

    @BeforeEach
    void makeSource() throws Exception {
        house = new TimesHouse(directory);
        source = house.source;
        byte[] pages = house.noise(DB);
        // Zeros between chunks, and zeros that end a file.
        Arrays.fill(pages, 40 * 4096, 80 * 4096, (byte) 0);
        house.write("db/mdbx.dat", pages);
        byte[] segment = house.noise(SEGMENT);
        Arrays.fill(segment, SEGMENT - 200_000, SEGMENT, (byte) 0);
        house.write("segments/a.seg", segment);
        house.write("segments/zeros", new byte[ZEROS]);
        house.write("small", house.noise(SMALL));
        house.write("inline", house.noise(INLINE));
        house.write("empty", new byte[0]);
        Files.createSymbolicLink(source.resolve("CURRENT"), Path.of("db/mdbx.dat"));
        house.publish();
    }

    @Test
    void theFirstRunReadsAll() {
        assertThat(house.read()).isEqualTo(ALL);
        assertThat(house.statistics().unreadFiles()).isZero();
        assertThat(house.notes()).isEmpty();
    }

    @Test
    void nothingIsReadOfATreeThatDidNotChange() throws Exception {
        Digest manifest = house.manifest();
        house.publish();
        assertThat(house.read()).isZero();
        assertThat(house.unread()).isEqualTo(ALL);
        assertThat(house.statistics().unreadFiles()).isEqualTo(5);
        assertThat(house.statistics().unreadBytes()).isEqualTo(ALL);
        assertThat(house.statistics().packs()).isZero();
        assertThat(house.manifest()).isEqualTo(manifest);
        assertThat(house.notes()).isEmpty();
    }

    @Test
    void whatChangedIsReadAndTheSnapshotIsThatOfAFullRead() throws Exception {
        house.write("small", house.noise(SMALL));
        house.write("segments/b.seg", house.noise(5000));
        house.publish();
        assertThat(house.read()).isEqualTo(SMALL + 5000);
        assertThat(house.statistics().unreadFiles()).isEqualTo(4);
        assertThat(house.components()).isEqualTo(house.componentsOfAFullRead());
        assertThat(house.restored()).isEqualTo(Trees.describe(source));
        house.publish();
        assertThat(house.read()).isZero();
    }

    @Test
    void aChangeBehindTheOldTimeAndSizeIsRead() throws Exception {
        Path file = source.resolve("segments/a.seg");
        FileTime modified = Files.getLastModifiedTime(file);
        Object changed = Files.getAttribute(file, "unix:ctime");
        while (Files.getAttribute(file, "unix:ctime").equals(changed)) {
            house.write("segments/a.seg", house.noise(SEGMENT));
            Files.setLastModifiedTime(file, modified);
        }
        house.publish();
        assertThat(house.read()).isEqualTo(SEGMENT);
        assertThat(house.restored()).isEqualTo(Trees.describe(source));
    }

    @Test
    void anotherFileInItsPlaceIsRead() throws Exception {
        Path file = source.resolve("small");
        Path other = source.resolve("other");
        Files.write(other, house.noise(SMALL));
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        house.publish();
        assertThat(house.read()).isEqualTo(SMALL);
        assertThat(house.restored()).isEqualTo(Trees.describe(source));
    }

    @Test
    void whatChangedJustBeforeTheRunIsReadTheNextTime() throws Exception {
        house.write("small", house.noise(SMALL));
        house.startAt(house.changed("small").plus(Duration.ofSeconds(10)));
        house.publish();
        assertThat(house.read()).isEqualTo(SMALL);
        house.startAt(house.changed("small").plus(Duration.ofSeconds(11)));
        house.publish();
        assertThat(house.read()).isGreaterThanOrEqualTo(SMALL);
        house.publish();
        assertThat(house.read()).isZero();
    }

    @Test
    void aRenamedFileIsReadAndNotStoredAgain() throws Exception {
        Files.move(source.resolve("segments/a.seg"), source.resolve("segments/c.seg"));
        house.publish();
        assertThat(house.read()).isEqualTo(SEGMENT);
        assertThat(house.statistics().newChunks()).isZero();
        assertThat(house.restored()).isEqualTo(Trees.describe(source));
    }

    @Test
    void timesOfAnotherReleaseCountForNothing() throws Exception {
        house.write("small", house.noise(SMALL));
        house.publishReadingAll();
        house.publish();
        assertThat(house.read()).isEqualTo(ALL);
        assertThat(house.notes()).singleElement().asString().contains("another release");
        house.publish();
        assertThat(house.read()).isZero();
    }

    @Test
    void eachChannelHasTimesOfItsOwn() throws Exception {
        house.channel = new ChannelName("mainnet/archive");
        house.publishReadingAll();
        house.publish();
        assertThat(house.read()).isEqualTo(ALL);
        assertThat(house.notes()).singleElement().asString().contains("no times of this source were noted yet");
        house.publish();
        assertThat(house.read()).isZero();
        house.channel = TestHouse.CHANNEL;
        house.publish();
        assertThat(house.read()).isZero();
    }

    @Test
    void aDamagedRecordMeansThatAllIsRead() throws Exception {
        byte[] whole = Files.readAllBytes(house.record());
        for (int length = 0; length < whole.length; length++) {
            isRefused(Arrays.copyOf(whole, length));
        }
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            isRefused(damaged);
        }
        isRefused(Arrays.copyOf(whole, whole.length + 1));
        house.publish();
        assertThat(house.read()).isEqualTo(ALL);
        assertThat(house.notes()).singleElement().asString().startsWith("every file is read: " + house.record());
        house.publish();
        assertThat(house.read()).isZero();
    }

    private void isRefused(byte[] record) throws Exception {
        Files.write(house.record(), record);
        try (TrustedTimes times = house.times()) {
            assertThat(times.knowsParent()).isFalse();
            assertThat(times.note().orElseThrow()).startsWith("every file is read: ");
        }
    }

    @Test
    void anInterruptedRunLeavesTheOldTimes() throws Exception {
        byte[] before = Files.readAllBytes(house.record());
        Path small = source.resolve("small");
        house.write("small", house.noise(SMALL));
        ProgressListener writer = new ProgressListener() {
            @Override
            public void read(long bytes) {
                try {
                    Files.write(small, new byte[SMALL + 1]);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        assertThatThrownBy(() -> house.publish(writer)).isInstanceOf(FileChanged.class);
        assertThat(Files.readAllBytes(house.record())).isEqualTo(before);
        house.publish();
        assertThat(house.read()).isEqualTo(SMALL + 1);
        assertThat(house.restored()).isEqualTo(Trees.describe(source));
    }

    @Test
    void whatIsToBeStoredAgainIsReadAndTheRestIsNot() throws Exception {
        byte[] pages = Files.readAllBytes(source.resolve("db/mdbx.dat"));
        for (int page = 0; page < 600; page += 2) {
            System.arraycopy(house.noise(4096), 0, pages, page * 4096, 4096);
        }
        house.write("db/mdbx.dat", pages);
        house.publish();
        assertThat(house.read()).isEqualTo(DB);
        assertThat(house.statistics().againChunks()).isZero();
        house.config = house.config.withDedupe(new DedupeRules(true, 1 << 12, 1, 1, 0, 0));
        house.write("small", house.noise(SMALL));
        house.publish();
        assertThat(house.statistics().againChunks()).isPositive();
        assertThat(house.statistics().newChunks()).isOne();
        assertThat(house.read()).isGreaterThanOrEqualTo(DB + SMALL).isLessThan(ALL);
        assertThat(house.read() + house.unread()).isEqualTo(ALL);
        assertThat(house.components()).isEqualTo(house.componentsOfAFullRead());
        assertThat(house.restored()).isEqualTo(Trees.describe(source));
    }

    @Test
    void whatIsCutInAnotherWayIsRead() throws Exception {
        house.config = house.config.withProfile(
                new Profile(Profile.SHA256, "00", 128, Profile.defaults().rules()));
        house.publish();
        assertThat(house.read()).isEqualTo(ALL);
        house.publish();
        assertThat(house.read()).isZero();
    }

    @Test
    void componentsInAnotherOrder() throws Exception {
        List<Component> one = componentsWith(0, 1);
        // What is still in the component that it was in is taken over.
        assertThat(house.read()).isEqualTo(DB + SEGMENT + ZEROS);
        List<Component> other = componentsWith(1, 0);
        assertThat(house.read()).isZero();
        assertThat(other).extracting(Component::name).containsExactly("history", "state", "main");
        assertThat(other)
                .extracting(Component::contentRoot)
                .containsExactlyInAnyOrderElementsOf(
                        one.stream().map(Component::contentRoot).toList());
    }

    private List<Component> componentsWith(int state, int history) throws Exception {
        house.config = house.config.withComponents(List.of(
                new ComponentSpec("main", EntryPath.ROOT, 5, List.of()),
                new ComponentSpec("state", new EntryPath("db"), state, List.of()),
                new ComponentSpec("history", new EntryPath("segments"), history, List.of())));
        house.publish();
        return house.components();
    }
}
