package io.freshet.reader.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.index.MirrorBlobs;
import io.freshet.fetcher.trust.OpenRepository;
import io.freshet.publisher.source.ComponentSpec;
import io.freshet.reader.store.CountedRanges;
import io.freshet.reader.testing.Library;
import io.freshet.reader.tree.PackedNodes;
import io.freshet.reader.tree.SnapshotTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of real snapshots, and what is read for them. */
class ListingTest {

    @TempDir
    Path directory;

    private Library library;
    private CountedRanges ranges;

    @BeforeEach
    void publish() throws Exception {
        library = new Library(directory);
        library.write("db/mdbx.dat", Library.noise(1, 9000 * 4096));
        library.write("state/b", Library.noise(2, 300_000));
        library.write("state/a/1", "{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        library.write("state/a/2", new byte[0]);
        library.write("zz/mdbx.dat", Library.noise(3, 9000 * 4096));
        Files.createSymbolicLink(library.source.resolve("link"), Path.of("db"));
        library.configure(library.config()
                .withComponents(List.of(
                        new ComponentSpec("main", EntryPath.ROOT, 1, List.of()),
                        new ComponentSpec("state", new EntryPath("state"), 0, List.of()))));
        library.publish();
    }

    @AfterEach
    void close() {
        library.close();
    }

    private List<Listing.Entry> list(String under, boolean digests, PackedNodes.Places places) throws Exception {
        OpenRepository repository = library.open();
        Snapshot snapshot = Library.snapshot(repository, 1);
        ranges = new CountedRanges(repository.ranges());
        List<Listing.Entry> entries = new ArrayList<>();
        Listing.run(
                SnapshotTree.of(snapshot, new MirrorBlobs(ranges), places),
                new EntryPath(under),
                digests,
                entries::add);
        return entries;
    }

    private static List<String> paths(List<Listing.Entry> entries) {
        return entries.stream().map(entry -> entry.path().value()).toList();
    }

    @Test
    void allComponentsAreListedByTheirPathsInTheTree() throws Exception {
        assertThat(paths(list("", false, PackedNodes.Places.NONE)))
                .containsExactly(
                        "state",
                        "state/a",
                        "state/a/1",
                        "state/a/2",
                        "state/b",
                        "",
                        "db",
                        "db/mdbx.dat",
                        "link",
                        "zz",
                        "zz/mdbx.dat");
    }

    @Test
    void aPathLimitsTheList() throws Exception {
        assertThat(paths(list("state/a", false, PackedNodes.Places.NONE)))
                .containsExactly("state/a", "state/a/1", "state/a/2");
        assertThat(paths(list("zz/mdbx.dat", false, PackedNodes.Places.NONE))).containsExactly("zz/mdbx.dat");
        assertThat(paths(list("z", false, PackedNodes.Places.NONE))).isEmpty();
    }

    @Test
    void nodesWithoutAPathThatIsWantedAreNotRead() throws Exception {
        list("", true, PackedNodes.Places.NONE);
        long everything = ranges.bytes();
        list("", false, PackedNodes.Places.NONE);
        long paths = ranges.bytes();
        list("state", false, PackedNodes.Places.NONE);
        // Some 18,000 pages have 576 kB of ids, most of them in leaves in which no path begins.
        assertThat(everything).isGreaterThan(500_000);
        assertThat(paths).isLessThan(everything * 2 / 3);
        assertThat(ranges.bytes()).isLessThan(10_000);
    }

    @Test
    void digestsAreThoseOfFilesThatOneChunkHolds() throws Exception {
        List<Listing.Entry> entries = list("state/a", true, PackedNodes.Places.NONE);
        assertThat(entries.get(1).digest())
                .contains(Digest.of(Files.readAllBytes(library.source.resolve("state/a/1"))));
        assertThat(entries.get(2).digest()).contains(Digest.of(new byte[0]));
        assertThat(list("db/mdbx.dat", true, PackedNodes.Places.NONE).getFirst().digest())
                .isEmpty();
    }

    @Test
    void timesComeWithThePathsWhereTheyAreAskedFor() throws Exception {
        Listing.Entry entry =
                list("zz/mdbx.dat", false, PackedNodes.Places.OF_PATHS).getFirst();
        var time =
                Files.getLastModifiedTime(library.source.resolve("zz/mdbx.dat")).toInstant();
        assertThat(entry.time().orElseThrow().seconds()).isEqualTo(time.getEpochSecond());
        assertThat(entry.time().orElseThrow().nanos()).isEqualTo(time.getNano());
    }
}
