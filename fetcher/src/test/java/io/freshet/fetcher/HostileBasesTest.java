package io.freshet.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import io.freshet.core.index.BasesNode;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Codec;
import io.freshet.fetcher.testing.TestBases;
import io.freshet.fetcher.testing.TestMirror;
import io.freshet.fetcher.testing.TestNode;
import io.freshet.fetcher.testing.TestRepository;
import io.freshet.fetcher.testing.TestTree;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bases nodes that were signed, but by somebody who errs or means harm: the fetch ends, and says why. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostileBasesTest {

    private static final String FILE = "pages/data.mdb";
    private static final int PAGE = 4096;
    private static final byte[] OLD = TestTree.noise(1, 16 * PAGE);
    private static final byte[] FIRST = changed(OLD, 1);
    private static final byte[] SECOND = changed(FIRST, 2);

    @TempDir
    Path directory;

    private static byte[] changed(byte[] before, int step) {
        byte[] pages = before.clone();
        for (int at = 0; at < pages.length; at += step * PAGE) {
            System.arraycopy(TestTree.noise(at + step, 8), 0, pages, at + 64 * step, 8);
        }
        return pages;
    }

    private static BasesNode.Bases only(TestBases of) {
        assertThat(of.node().deltas()).hasSize(1);
        return of.node().deltas().getFirst();
    }

    private static TestBases with(TestBases of, List<FrameRow> frames, int[] rows, int[] members, long[] words) {
        BasesNode.Bases bases = only(of);
        BasesNode.Bases changed = new BasesNode.Bases(bases.pack(), bases.offset(), rows, members, words);
        return new TestBases(of.depth(), new BasesNode(frames, List.of(changed)));
    }

    private static TestBases withFrames(TestBases of, UnaryOperator<FrameRow> how) {
        List<FrameRow> frames = of.node().frames().stream().map(how).toList();
        return new TestBases(of.depth(), new BasesNode(frames, of.node().deltas()));
    }

    /** The first frame's bases lie in the second, as if that one's did not lie in the first. */
    private static TestBases cyclic(TestBases first, TestBases second) {
        BasesNode.Bases deep = only(second);
        BasesNode.Bases low = only(first);
        FrameRow row = FrameRow.delta(deep.pack(), deep.offset(), 1000, new int[] {PAGE});
        return with(first, List.of(row), new int[low.count()], new int[low.count()], new long[low.count()]);
    }

    private static TestBases oneFewer(TestBases of) {
        BasesNode.Bases bases = only(of);
        int count = bases.count() - 1;
        return with(
                of,
                of.node().frames(),
                Arrays.copyOf(bases.rows(), count),
                Arrays.copyOf(bases.members(), count),
                Arrays.copyOf(bases.words(), count));
    }

    private static TestBases twiceWithAnotherWord(TestBases of) {
        BasesNode.Bases bases = only(of);
        int[] rows = bases.rows().clone();
        int[] members = bases.members().clone();
        rows[1] = rows[0];
        members[1] = members[0];
        return with(of, of.node().frames(), rows, members, bases.words());
    }

    private static FrameRow otherLengths(FrameRow row) {
        int[] lengths = row.lengths().clone();
        lengths[0] -= 1000;
        lengths[1] += 1000;
        return new FrameRow(row.pack(), row.offset(), row.stored(), row.codec(), lengths);
    }

    private static Arguments of(String what, String says, UnaryOperator<List<TestBases>> how) {
        return Arguments.of(what, says, how);
    }

    static Stream<Arguments> nodes() {
        return Stream.of(
                of(
                        "bases in a node of the same depth",
                        "no bases node of a depth below 1 has",
                        nodes -> List.of(
                                nodes.getFirst(),
                                new TestBases(1, nodes.getLast().node()))),
                of(
                        "bases in a node of a greater depth",
                        "no bases node of a depth below 2 has",
                        nodes -> List.of(
                                nodes.getLast(),
                                new TestBases(3, nodes.getFirst().node()))),
                of(
                        "frames that are bases of each other",
                        "no bases node of a depth below 1 has",
                        nodes -> List.of(cyclic(nodes.getFirst(), nodes.getLast()), nodes.getLast())),
                of(
                        "a base in a frame that no node has",
                        "no bases node of a depth below 2 has",
                        nodes -> List.of(nodes.getLast())),
                of("a chunk in a frame that no node has", "no bases node has", nodes -> List.of(nodes.getFirst())),
                of(
                        "more bases than the root says",
                        "bases, and the location root says 1",
                        nodes -> List.of(
                                nodes.getFirst(),
                                new TestBases(2, nodes.getLast().node(), 1))),
                of(
                        "fewer bases than the root says",
                        "bases, and the location root says 1500000",
                        nodes -> List.of(new TestBases(2, nodes.getLast().node(), 1_500_000))),
                of("no node", "no bases node has", nodes -> List.of()),
                of(
                        "another number of bases",
                        "has other bases",
                        nodes -> List.of(nodes.getFirst(), oneFewer(nodes.getLast()))),
                of(
                        "another word for a base that was named",
                        "something else",
                        nodes -> List.of(nodes.getFirst(), twiceWithAnotherWord(nodes.getLast()))),
                of(
                        "other lengths of a delta frame",
                        "something else",
                        nodes -> List.of(
                                nodes.getFirst(),
                                withFrames(
                                        nodes.getLast(),
                                        row -> row.codec() == Codec.DELTA ? otherLengths(row) : row))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nodes")
    void theFetchEndsAndSaysWhatIsWrong(String what, String says, UnaryOperator<List<TestBases>> how) throws Exception {
        TestRepository repository = new TestRepository(8);
        repository.snapshot(new TestTree().file(FILE, OLD));
        repository.snapshot(new TestTree().onlyDelta(FILE, FIRST, OLD));
        repository.tamperWithBases(how);
        Snapshot snapshot = repository.snapshot(new TestTree().onlyDelta(FILE, SECOND, FIRST));
        assertRefused(repository, snapshot, says);
    }

    /** Frames of depth 5 and of depth 2 are made against the same page, which lies in one of depth 3. */
    @Test
    void aBaseThatLiesDeepEnoughForOneFrameAndNotForAnotherEndsTheFetch() throws Exception {
        TestRepository repository = new TestRepository(8);
        repository.snapshot(new TestTree().file(FILE, OLD));
        repository.snapshot(new TestTree().onlyDelta(FILE, FIRST, OLD));
        repository.snapshot(new TestTree().onlyDelta(FILE, SECOND, FIRST));
        repository.tamperWithBases(HostileBasesTest::shared);
        Snapshot snapshot = repository.snapshot(
                new TestTree().onlyDelta(FILE, SECOND, FIRST).onlyDelta("pages/other.mdb", changed(FIRST, 4), FIRST));
        assertRefused(repository, snapshot, "no bases node of a depth below 2 has");
    }

    private static List<TestBases> shared(List<TestBases> nodes) {
        BasesNode upper = nodes.getLast().node();
        assertThat(upper.deltas()).hasSizeGreaterThan(1);
        List<BasesNode.Bases> others = upper.deltas().subList(1, upper.deltas().size());
        return List.of(
                new TestBases(2, new BasesNode(upper.frames(), others)),
                new TestBases(3, nodes.getFirst().node()),
                new TestBases(5, new BasesNode(upper.frames(), upper.deltas().subList(0, 1))));
    }

    private void assertRefused(TestRepository repository, Snapshot snapshot, String says) throws Exception {
        TestNode node = new TestNode(directory.resolve("into"));
        try (TestMirror mirror = new TestMirror(repository.objects())) {
            assertThatThrownBy(() -> node.fetch(snapshot, mirror))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining(says);
        }
        assertThat(node.into().resolve("current")).doesNotExist();
        assertThat(node.into().resolve(".freshet/tmp")).isEmptyDirectory();
    }
}
