package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.pack.Member;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackRow;
import io.freshet.core.pack.PackTable;
import io.freshet.publisher.pack.PackSink;
import io.freshet.publisher.pack.PackSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which publications store known chunks again. */
class ReemissionTest {

    private static final DedupeRules NEVER = new DedupeRules(true, 1 << 12, 100, 1, 0, 0);
    private static final DedupeRules AT_ANY_WASTE = new DedupeRules(true, 1 << 12, 1, 1, 0, 0);

    @TempDir
    Path directory;

    private final Random random = new Random(11);
    private Repository repository;
    private Path source;

    @BeforeEach
    void publishTwoNights() throws Exception {
        source = Files.createDirectories(directory.resolve("source"));
        repository = new Repository(directory);
        byte[] pages = noise(1000 * 4096);
        Files.write(source.resolve("mdbx.dat"), pages);
        repository.publish(source, repository.config());
        for (int page = 0; page < 1000; page += 2) {
            System.arraycopy(noise(4096), 0, pages, page * 4096, 4096);
        }
        Files.write(source.resolve("mdbx.dat"), pages);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void whatIsReadForNothingIsStoredAgain() throws Exception {
        repository.publish(source, repository.config().withDedupe(NEVER));
        Files.setLastModifiedTime(source.resolve("mdbx.dat"), FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));
        PublishedSnapshot again = repository.publish(source, repository.config().withDedupe(AT_ANY_WASTE));
        assertThat(again.statistics().newChunks()).isZero();
        assertThat(again.statistics().againChunks()).isBetween(500L, 1000L);
        assertThat(Trees.describe(source)).isEqualTo(repository.restored(again));
    }

    @Test
    void aSnapshotThatWaitedToBePublishedIsStoredAgainLikeAnyOther() throws Exception {
        repository.captureAt(Instant.parse("2999-01-01T00:00:00Z"));
        repository.publish(source, repository.config().withDedupe(NEVER));
        byte[] pages = Files.readAllBytes(source.resolve("mdbx.dat"));
        System.arraycopy(noise(4096), 0, pages, 0, 4096);
        Files.write(source.resolve("mdbx.dat"), pages);
        PublishedSnapshot later = repository.publish(source, repository.config().withDedupe(AT_ANY_WASTE));
        assertThat(later.statistics().againChunks()).isBetween(500L, 1000L);
    }

    @Test
    void aTreeThatWasNotWrittenSinceSendsNoPackWhateverTheWaste() throws Exception {
        repository.publish(source, repository.config().withDedupe(NEVER));
        PublishedSnapshot again = repository.publish(source, repository.config().withDedupe(AT_ANY_WASTE));
        assertThat(again.statistics().packs()).isZero();
        assertThat(again.sameLocation()).isTrue();
    }

    @Test
    void nightsWithoutTimesGoByTheTimeOfCapture() throws Exception {
        repository.captureAt(Instant.parse("2999-01-01T00:00:00Z"));
        PublisherConfig timeless = repository.config().withTimes(false);
        repository.publish(source, timeless.withDedupe(NEVER));
        PublishedSnapshot again = repository.publish(source, timeless.withDedupe(AT_ANY_WASTE));
        assertThat(again.statistics().packs()).isZero();
    }

    @Test
    void whatAnInterruptedRunStoredAgainIsNotStoredAThirdTime() throws Exception {
        repository.publish(source, repository.config().withDedupe(NEVER));
        Files.setLastModifiedTime(source.resolve("mdbx.dat"), FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));
        PublisherConfig config =
                repository.config().withDedupe(AT_ANY_WASTE).withPacks(new PackSizes(1 << 16, 1 << 16, 1));
        List<Pack> stored = new CopyOnWriteArrayList<>();
        PackSink sink = pack -> {
            new StorePackSink(List.of(repository.store)).store(pack);
            stored.add(pack);
        };
        assertThatThrownBy(() -> repository.publish(source, config, List.of(), pack -> {
                    if (stored.size() == 10) {
                        throw new IOException("the line was cut");
                    }
                    sink.store(pack);
                }))
                .hasMessage("the line was cut");
        List<StoredPack> left = stored.stream()
                .map(pack -> new StoredPack(pack.name(), pack.length(), pack.table()))
                .toList();
        stored.clear();
        PublishedSnapshot done = repository.publish(source, config, left, sink);
        Set<Digest> before = chunks(left.stream().map(StoredPack::table));
        assertThat(before).hasSizeGreaterThan(100);
        assertThat(chunks(stored.stream().map(Pack::table)))
                .hasSize((int) done.statistics().againChunks())
                .isNotEmpty()
                .doesNotContainAnyElementsOf(before);
        assertThat(Trees.describe(source)).isEqualTo(repository.restored(done));
    }

    private static Set<Digest> chunks(Stream<PackTable> tables) {
        return tables.flatMap(table -> table.rows().stream())
                .filter(PackRow.DataFrame.class::isInstance)
                .flatMap(row -> ((PackRow.DataFrame) row).members().stream())
                .map(Member::id)
                .collect(Collectors.toSet());
    }

    private byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }
}
