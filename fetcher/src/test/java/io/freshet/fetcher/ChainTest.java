package io.freshet.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Pack;
import io.freshet.core.trust.MissingKey;
import io.freshet.fetcher.http.AllMirrorsFailed;
import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.testing.BreakingAfter;
import io.freshet.fetcher.testing.Mischief;
import io.freshet.fetcher.testing.Patience;
import io.freshet.fetcher.testing.TestMirror;
import io.freshet.fetcher.testing.TestNode;
import io.freshet.fetcher.testing.TestRepository;
import io.freshet.fetcher.testing.TestRepository.Part;
import io.freshet.fetcher.testing.TestTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Snapshots whose new pages lie in delta frames only. Each night changes a part of the pages that the night before has
 * changed, so that the third is made in three steps; what never changes lies between what does, in the same plain frames.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ChainTest extends OneMirror {

    private static final String FILE = "pages/data.mdb";
    private static final int PAGE = 4096;
    private static final int PAGES = 64;
    private static final long ALL = (long) PAGES * PAGE;
    private static final byte[][] NIGHTS = new byte[4][];

    static {
        NIGHTS[0] = TestTree.noise(1, PAGES * PAGE);
        for (int night = 1; night < NIGHTS.length; night++) {
            NIGHTS[night] = changed(NIGHTS[night - 1], 1 << night, night);
        }
    }

    ChainTest() throws IOException, MissingKey {
        super(new TestRepository(8));
    }

    /** Some bytes of each {@code step}th page replaced. */
    private static byte[] changed(byte[] before, int step, int seed) {
        byte[] pages = before.clone();
        for (int at = 0; at < pages.length; at += step * PAGE) {
            System.arraycopy(TestTree.noise(1000 * seed + at, 8), 0, pages, at + 16 * seed, 8);
        }
        return pages;
    }

    private static TestTree tree(int night) {
        return night == 0
                ? new TestTree().file(FILE, NIGHTS[0])
                : new TestTree().onlyDelta(FILE, NIGHTS[night], NIGHTS[night - 1]);
    }

    /** Publishes the nights up to this one. */
    private Snapshot publish(int night) throws Exception {
        for (int before = 0; before < night; before++) {
            repository.snapshot(tree(before));
        }
        return repository.snapshot(tree(night));
    }

    private List<TestMirror.Asked> askedForData() {
        Set<String> data = repository.dataPacks();
        return mirror.asked().stream().filter(a -> data.contains(a.object())).toList();
    }

    private static long bytes(List<FrameRow> frames) {
        return frames.stream().mapToLong(FrameRow::stored).sum();
    }

    /** These frames were read, each once, and nothing else in which chunks lie. */
    private void assertRead(int requests, List<FrameRow> frames) {
        List<TestMirror.Asked> asked = askedForData();
        assertThat(asked).hasSize(requests);
        assertThat(asked.stream().mapToLong(TestMirror.Asked::bytes).sum()).isEqualTo(bytes(frames));
        assertThat(frames)
                .allSatisfy(frame -> assertThat(asked)
                        .filteredOn(a -> a.object().equals(Pack.path(frame.pack()))
                                && a.from() <= frame.offset()
                                && a.to() >= frame.end() - 1)
                        .hasSize(1));
    }

    private static List<BasesPlace> nodes(Snapshot snapshot) {
        return snapshot.location().components().stream()
                .flatMap(component -> component.bases().stream())
                .toList();
    }

    private long nodesRead(Snapshot snapshot) {
        return nodes(snapshot).stream()
                .filter(node -> mirror.asked().stream()
                        .anyMatch(asked -> asked.object()
                                        .equals(Pack.path(node.place().pack()))
                                && asked.from() <= node.place().offset()
                                && asked.to()
                                        >= node.place().offset() + node.place().stored() - 1))
                .count();
    }

    private static List<FrameRow> all(List<FrameRow> some, List<FrameRow> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private void assertNoTemporaryFiles() throws IOException {
        assertThat(node.into().resolve(".freshet/tmp")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aColdFetchReadsEachFrameOnceAndNodesAtOnce(int night) throws Exception {
        Snapshot snapshot = publish(night);
        assertThat(nodes(snapshot))
                .extracting(BasesPlace::depth)
                .hasSize(night)
                .last()
                .isEqualTo(night);
        FetchReport report = node.fetch(snapshot, mirror);
        tree(night).assertIsIn(node.current());
        // One request for the plain frames, one for each night's deltas.
        assertRead(1 + night, all(repository.plainFrames(), repository.deltaFrames()));
        assertThat(nodesRead(snapshot)).isEqualTo(night);
        // One for the nodes, one for the rest of the index.
        assertThat(mirror.asked()).hasSize(1 + night + 2);
        assertThat(report.downloaded()).isEqualTo(ALL);
        assertThat(report.damaged()).isZero();
        assertNoTemporaryFiles();
    }

    @Test
    void basesInFramesThatNoChunkIsLeftInAreReadOnceToo() throws Exception {
        byte[] one = changed(NIGHTS[0], 1, 7);
        byte[] two = changed(one, 4, 8);
        repository.snapshot(tree(0));
        repository.snapshot(new TestTree().onlyDelta(FILE, one, NIGHTS[0]));
        TestTree tree = new TestTree().onlyDelta(FILE, two, one);
        node.fetch(repository.snapshot(tree), mirror);
        tree.assertIsIn(node.current());
        assertRead(3, all(repository.plainFrames(), repository.deltaFrames()));
    }

    @Test
    void framesInWhichOnlyBasesAreLeftAreReadAlongWithThoseAroundThem() throws Exception {
        byte[] middle = changed(Arrays.copyOfRange(NIGHTS[0], 8 * PAGE, 56 * PAGE), 1, 7);
        byte[] one = NIGHTS[0].clone();
        System.arraycopy(middle, 0, one, 8 * PAGE, middle.length);
        repository.snapshot(tree(0));
        TestTree tree = new TestTree().onlyDelta(FILE, one, NIGHTS[0]);
        node.fetch(repository.snapshot(tree), mirror);
        tree.assertIsIn(node.current());
        assertRead(2, all(repository.plainFrames(), repository.deltaFrames()));
    }

    @Test
    void moreChunksThanAreGatheredComeOutRight() throws Exception {
        byte[] old = TestTree.noise(5, 1300 * PAGE);
        repository.snapshot(new TestTree().file(FILE, old));
        TestTree tree = new TestTree().onlyDelta(FILE, changed(old, 1, 1), old);
        node.fetch(repository.snapshot(tree), mirror);
        tree.assertIsIn(node.current());
    }

    @Test
    void anUpdateWithItsBasesHereReadsNoNode() throws Exception {
        node.fetch(publish(1), mirror);
        List<FrameRow> before = repository.deltaFrames();
        mirror.forget();
        Snapshot next = repository.snapshot(tree(2));
        FetchReport report = node.fetch(next, mirror);
        tree(2).assertIsIn(node.current());
        assertRead(
                1,
                repository
                        .deltaFrames()
                        .subList(before.size(), repository.deltaFrames().size()));
        assertThat(nodesRead(next)).isZero();
        assertThat(report.downloaded()).isEqualTo(ALL / 4);
        assertThat(report.damaged()).isZero();
    }

    @Test
    void whoIsTwoNightsBehindReadsTheDeltasOfBothOnceAndNothingPlain() throws Exception {
        node.fetch(publish(0), mirror);
        mirror.forget();
        repository.snapshot(tree(1));
        FetchReport report = node.fetch(repository.snapshot(tree(2)), mirror);
        tree(2).assertIsIn(node.current());
        assertRead(2, repository.deltaFrames());
        assertThat(report.damaged()).isZero();
        assertNoTemporaryFiles();
    }

    @Test
    void aSeedDirectoryHasBasesToo() throws Exception {
        Path seed = directory.resolve("seed");
        Files.createDirectories(seed.resolve("pages"));
        Files.write(seed.resolve(FILE), NIGHTS[0]);
        node.fetch(node.request(Set.of(), List.of(seed), 2), publish(2), mirror);
        tree(2).assertIsIn(node.current());
        assertRead(2, repository.deltaFrames());
    }

    private void overwrite(Path file, int page) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[page * PAGE]++;
        Files.write(file, bytes);
    }

    @Test
    void aBaseThatTheNodeHasOverwrittenIsReadFromItsPlace() throws Exception {
        node.fetch(publish(0), mirror);
        mirror.forget();
        overwrite(node.file(FILE), 2);
        Snapshot next = repository.snapshot(tree(1));
        FetchReport report = node.fetch(next, mirror);
        tree(1).assertIsIn(node.current());
        assertThat(report.damaged()).isEqualTo(PAGE);
        List<FrameRow> deltas = repository.deltaFrames();
        // Both delta frames, that of the page once more, and the plain frame that the page lies in.
        List<FrameRow> expected =
                all(deltas, List.of(deltas.getFirst(), repository.plainFrames().getFirst()));
        assertThat(askedForData().stream().mapToLong(TestMirror.Asked::bytes).sum())
                .isEqualTo(bytes(expected));
        assertThat(nodesRead(next)).isEqualTo(1);
    }

    @Test
    void basesThatAreFoundToBeOverwrittenOneAfterTheOtherAreReadFromTheirPlaces() throws Exception {
        node.fetch(publish(0), mirror);
        Path first = node.file(FILE);
        node.fetch(repository.snapshot(tree(1)), mirror);
        // The base of the second night's page is gone, and so is, in the older version, what that was made of.
        overwrite(node.file(FILE), 0);
        overwrite(first, 0);
        FetchReport report = node.fetch(repository.snapshot(tree(2)), mirror);
        tree(2).assertIsIn(node.current());
        assertThat(report.damaged()).isEqualTo(2 * PAGE);
        assertNoTemporaryFiles();
    }

    private void assertBlamed(Snapshot snapshot, String object, long offset, int night) throws Exception {
        try (TestMirror liar = new TestMirror(repository.objects())) {
            liar.rule(object::equals, -1, new Mischief.Flips(offset));
            FetchReport report = node.fetch(snapshot, liar, mirror);
            tree(night).assertIsIn(node.current());
            MirrorReport ofLiar = report.mirrors().getFirst();
            assertThat(ofLiar.faults()).isEqualTo(new TreeMap<>(Map.of("WrongBytes", 1)));
            assertThat(ofLiar.passedOn()).isEqualTo(Map.of(mirror.mirror(), 1));
            assertThat(ofLiar.quarantined()).isEqualTo(1);
            assertThat(report.mirrors().getLast().faults()).isEmpty();
        }
    }

    @Test
    void aMirrorWithAWrongBaseIsBlamed() throws Exception {
        Snapshot snapshot = publish(2);
        FrameRow frame = repository.plainFrames().getFirst();
        // The frame's first page, which is no chunk of the snapshot: noise stands there as it is.
        assertBlamed(snapshot, Pack.path(frame.pack()), frame.offset() + 100, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aMirrorWithAWrongDeltaFrameIsBlamed(int number) throws Exception {
        Snapshot snapshot = publish(2);
        FrameRow frame = repository.deltaFrames().get(number);
        assertBlamed(snapshot, Pack.path(frame.pack()), frame.end() - 1, 2);
    }

    @Test
    void aMirrorWithAnotherHeadIsBlamed() throws Exception {
        Snapshot snapshot = publish(2);
        FrameRow frame = repository.deltaFrames().getLast();
        assertBlamed(snapshot, Pack.path(frame.pack()), frame.offset() + 6, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aMirrorWithAWrongNodeIsBlamed(int number) throws Exception {
        Snapshot snapshot = publish(2);
        BasesPlace node = nodes(snapshot).get(number);
        String pack = Pack.path(node.place().pack());
        assertBlamed(snapshot, pack, node.place().offset() + node.place().stored() - 1, 2);
    }

    @Test
    void aDeltaFrameThatIsWrongEverywhereEndsTheFetchAndSaysWhatToDo() throws Exception {
        node.fetch(publish(1), mirror);
        repository.tamperWithDeltas(stored -> {
            stored[stored.length - 1] ^= 1;
            return stored;
        });
        Snapshot next = repository.snapshot(tree(2));
        FrameRow wrong = repository.deltaFrames().getLast();
        for (TestNode each : List.of(node, new TestNode(directory.resolve("cold")))) {
            try (TestMirror other = new TestMirror(repository.objects())) {
                assertThatThrownBy(() -> each.fetch(next, mirror, other))
                        .isInstanceOf(FormatException.class)
                        .hasMessageContaining("delta frame at byte " + wrong.offset() + " of pack " + wrong.pack())
                        .hasMessageContaining("add a mirror with --from URL");
            }
        }
        tree(1).assertIsIn(node.current());
        assertNoTemporaryFiles();
    }

    @Test
    void aDeltaFrameThatIsWrongIsNotSaidToBeSoEverywhereWhileAMirrorCannotBeAsked() throws Exception {
        Snapshot snapshot = publish(2);
        FrameRow frame = repository.deltaFrames().getLast();
        mirror.rule(Pack.path(frame.pack())::equals, -1, new Mischief.Flips(frame.end() - 1));
        try (TestMirror dead = new TestMirror(repository.objects())) {
            dead.always(Mischief.Status.of(500));
            assertThatThrownBy(() -> node.fetch(snapshot, mirror, dead))
                    .isInstanceOf(AllMirrorsFailed.class)
                    .hasMessageContaining(dead.mirror().toString());
        }
    }

    @Test
    void aDeltaFrameThatIsNowhereEndsTheFetch() throws Exception {
        Snapshot snapshot = publish(2);
        repository.objects().remove(Pack.path(repository.deltaFrames().getLast().pack()));
        assertThatThrownBy(() -> node.fetch(snapshot, mirror)).hasMessageContaining("no mirror could give");
        assertNoTemporaryFiles();
    }

    @Test
    void aChunkThatSeveralFilesHaveIsMadeOnce() throws Exception {
        repository.snapshot(tree(0));
        TestTree tree = new TestTree()
                .onlyDelta("pages/a", NIGHTS[1], NIGHTS[0])
                .file("pages/b", NIGHTS[1])
                .file("pages/c", NIGHTS[0]);
        FetchReport report = node.fetch(repository.snapshot(tree), mirror);
        tree.assertIsIn(node.current());
        assertRead(2, all(repository.plainFrames(), repository.deltaFrames()));
        assertThat(report.downloaded()).isEqualTo(3 * ALL);
    }

    @Test
    void basesMayLieInAnotherComponentThatIsNotFetched() throws Exception {
        repository.snapshot(List.of(new Part("base", "b", 0, List.of(), tree(0))));
        Snapshot snapshot = repository.snapshot(
                List.of(new Part("base", "b", 0, List.of(), tree(1)), new Part("main", "m", 1, List.of(), tree(2))));
        assertThat(snapshot.location().components())
                .allSatisfy(component -> assertThat(component.bases()).hasSize(1));
        node.fetch(node.request(Set.of("main"), List.of(), 2), snapshot, mirror);
        new TestTree().file("m/" + FILE, NIGHTS[2]).assertIsIn(node.current());
        assertRead(3, all(repository.plainFrames(), repository.deltaFrames()));
    }

    @Test
    void whatIsInterruptedResumes() throws Exception {
        Snapshot snapshot = publish(3);
        int asked;
        try (Mirrors mirrors = new Patience().mirrors(mirror)) {
            BreakingAfter never = new BreakingAfter(Integer.MAX_VALUE, mirrors);
            node.fetch(oneAtATime(node), snapshot, never);
            asked = never.asked();
        }
        assertThat(asked).isGreaterThan(5);
        List<Long> again = new ArrayList<>();
        for (int ranges = 1; ranges < asked; ranges++) {
            node = new TestNode(directory.resolve("broken-" + ranges));
            try (Mirrors mirrors = new Patience().mirrors(mirror)) {
                BreakingAfter breaking = new BreakingAfter(ranges, mirrors);
                assertThatThrownBy(() -> node.fetch(oneAtATime(node), snapshot, breaking))
                        .hasMessageContaining("broke after");
            }
            assertNoTemporaryFiles();
            FetchReport report = node.fetch(oneAtATime(node), snapshot, mirror);
            tree(3).assertIsIn(node.current());
            again.add(report.downloaded());
        }
        // The plain pages, and what was made of the first night's deltas, were in their places when the last one broke.
        assertThat(again.getLast()).isLessThanOrEqualTo(ALL / 8);
    }

    private static FetchRequest oneAtATime(TestNode node) {
        return new FetchRequest(node.into(), false, Set.of(), List.of(), List.of(), 2, false, 1, 2);
    }
}
