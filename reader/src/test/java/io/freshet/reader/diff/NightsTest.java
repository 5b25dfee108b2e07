package io.freshet.reader.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.fetcher.index.MirrorBlobs;
import io.freshet.fetcher.trust.OpenRepository;
import io.freshet.reader.store.CountedRanges;
import io.freshet.reader.testing.Library;
import io.freshet.reader.tree.PackedNodes;
import io.freshet.reader.tree.SnapshotTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nights of a real repository: what their comparison reads, and what it says that an update costs. */
class NightsTest {

    private static final int PAGES = 20_000;

    @TempDir
    Path directory;

    private Library library;
    private CountedRanges old;
    private CountedRanges now;

    @BeforeEach
    void publish() throws Exception {
        library = new Library(directory);
        byte[] pages = Library.noise(1, PAGES * 4096);
        library.write("db/mdbx.dat", pages);
        library.write("tables/1.sst", Library.noise(2, 3_000_000));
        library.publish();
        // One page in a hundred, together; and a table that a compaction has given another name.
        System.arraycopy(Library.noise(3, PAGES / 100 * 4096), 0, pages, 4096 * 7000, PAGES / 100 * 4096);
        library.write("db/mdbx.dat", pages);
        Files.move(library.source.resolve("tables/1.sst"), library.source.resolve("tables/2.sst"));
        library.publish();
    }

    @AfterEach
    void close() {
        library.close();
    }

    private SnapshotTree tree(OpenRepository repository, long sequence, CountedRanges ranges, PackedNodes.Places places)
            throws Exception {
        return SnapshotTree.of(Library.snapshot(repository, sequence), new MirrorBlobs(ranges), places);
    }

    private Totals compare(ChunkUse use, List<Change> changes) throws Exception {
        OpenRepository repository = library.open();
        old = new CountedRanges(repository.ranges());
        now = new CountedRanges(repository.ranges());
        return Comparison.run(
                tree(repository, 1, old, PackedNodes.Places.NONE),
                tree(repository, 2, now, PackedNodes.Places.ALL),
                use,
                changes::add);
    }

    @Test
    void aComparisonReadsTheNodesThatDiffer() throws Exception {
        List<Change> changes = new ArrayList<>();
        Totals totals = compare(ChunkUse.IGNORED, changes);
        assertThat(changes)
                .extracting(change -> change.kind() + " " + change.path() + " " + change.bytes())
                .containsExactly(
                        "CHANGED db/mdbx.dat " + PAGES / 100 * 4096,
                        "REMOVED tables/1.sst 3000000",
                        "ADDED tables/2.sst 3000000");
        assertThat(totals.equal()).isFalse();
        // The whole content index has 32 bytes a page.
        long whole = PAGES * 32L;
        assertThat(old.bytes()).isBetween(10_000L, whole * 2 / 3);
        assertThat(now.bytes()).isBetween(10_000L, whole * 2 / 3 + 40_000);
        assertThat(old.requests() + now.requests()).isLessThan(12);
    }

    @Test
    void theCostIsOfWhatTheOldSnapshotDoesNotHaveAnywhere() throws Exception {
        try (UpdateCost cost = new UpdateCost(library.temporary)) {
            compare(cost, new ArrayList<>());
            UpdateCost.Ways ways = cost.finish();
            UpdateCost.Data data = ways.update();
            assertThat(ways.plain()).isEqualTo(data);
            assertThat(data.chunks()).isEqualTo(PAGES / 100);
            assertThat(data.bytes()).isEqualTo(PAGES / 100 * 4096);
            assertThat(data.stored()).isBetween(data.bytes(), data.bytes() * 101 / 100);
            assertThat(data.transferred()).isBetween(data.stored(), data.stored() * 6 / 5);
            assertThat(data.requests()).isBetween(1L, 4L);
        }
        assertThat(temporaryFiles()).isEmpty();
    }

    private List<String> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(library.temporary)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("diff"))
                    .toList();
        }
    }
}
