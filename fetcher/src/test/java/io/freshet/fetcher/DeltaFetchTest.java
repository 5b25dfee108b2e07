package io.freshet.fetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Pack;
import io.freshet.core.trust.MissingKey;
import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.testing.Mischief;
import io.freshet.fetcher.testing.TestMirror;
import io.freshet.fetcher.testing.TestRepository;
import io.freshet.fetcher.testing.TestTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Updates by delta frames, sixteen pages each: what is read of them, and what happens where they do not help. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DeltaFetchTest extends OneMirror {

    private static final String FILE = "pages/data.mdb";
    private static final int PAGE = 4096;
    private static final int PAGES = 64;
    private static final long ALL = PAGES * PAGE;
    private static final byte[] OLD = TestTree.noise(1, PAGES * PAGE);
    private static final byte[] NEW = changed(8);

    DeltaFetchTest() throws IOException, MissingKey {
        super(new TestRepository(8));
    }

    /** The old pages, so many bytes of each replaced. */
    private static byte[] changed(int bytes) {
        byte[] pages = OLD.clone();
        for (int page = 0; page < PAGES; page++) {
            System.arraycopy(TestTree.noise(100 + page, bytes), 0, pages, page * PAGE + 16, bytes);
        }
        return pages;
    }

    /** A tree whose one file has the new pages, made against {@code bases}. */
    private static TestTree update(byte[] bases) {
        return new TestTree().delta(FILE, NEW, bases);
    }

    private void fetchOld() throws Exception {
        node.fetch(repository.snapshot(new TestTree().file(FILE, OLD)), mirror);
        mirror.forget();
    }

    private List<FrameRow> deltas() {
        assertThat(repository.deltaFrames()).hasSize(PAGES / 16);
        return repository.deltaFrames();
    }

    private long deltaBytes() {
        return deltas().stream().mapToLong(FrameRow::stored).sum();
    }

    /** The requests for objects in which chunks lie. */
    private List<TestMirror.Asked> askedForData(TestMirror server) {
        Set<String> data = repository.dataPacks();
        return server.asked().stream().filter(a -> data.contains(a.object())).toList();
    }

    private long dataBytes(TestMirror server) {
        return askedForData(server).stream().mapToLong(TestMirror.Asked::bytes).sum();
    }

    private static boolean touches(TestMirror.Asked asked, FrameRow frame) {
        return asked.object().equals(Pack.path(frame.pack()))
                && asked.from() < frame.end()
                && asked.to() >= frame.offset();
    }

    private void assertNoDeltaWasRead() {
        assertThat(askedForData(mirror))
                .isNotEmpty()
                .noneMatch(asked -> deltas().stream().anyMatch(frame -> touches(asked, frame)));
    }

    private void assertOnlyDeltasWereRead(FetchReport report) throws IOException {
        update(OLD).assertIsIn(node.current());
        assertThat(askedForData(mirror))
                .singleElement()
                .satisfies(asked ->
                        assertThat(asked.bytes()).isEqualTo(deltaBytes()).isLessThan(ALL / 50));
        assertThat(report.downloaded()).isEqualTo(ALL);
        assertThat(report.damaged()).isZero();
    }

    /** The deltas in one range, and plain frames of eight pages each in others. */
    private void assertDeltasAndPlainWereRead(FetchReport report, int plainFrames) throws IOException {
        update(OLD).assertIsIn(node.current());
        assertThat(askedForData(mirror).getFirst().bytes()).isEqualTo(deltaBytes());
        assertThat(dataBytes(mirror) - deltaBytes()).isBetween(plainFrames * 8L * PAGE, plainFrames * (8L * PAGE + 64));
        assertThat(report.downloaded()).isEqualTo(ALL);
    }

    @Test
    void anUpdateReadsDeltaFramesAndNotThePlainOnes() throws Exception {
        fetchOld();
        assertOnlyDeltasWereRead(node.fetch(repository.snapshot(update(OLD)), mirror));
    }

    @Test
    void aColdFetchReadsNoDeltaFrame() throws Exception {
        TestTree tree = update(OLD);
        FetchReport report = node.fetch(repository.snapshot(tree), mirror);
        tree.assertIsIn(node.current());
        assertNoDeltaWasRead();
        assertThat(report.downloaded()).isEqualTo(ALL);
    }

    @Test
    void directoriesGivenAsSeedsHaveBasesToo() throws Exception {
        Path seed = directory.resolve("seed");
        Files.createDirectories(seed.resolve("pages"));
        Files.write(seed.resolve(FILE), OLD);
        FetchRequest request = node.request(Set.of(), List.of(seed), 2);
        assertOnlyDeltasWereRead(node.fetch(request, repository.snapshot(update(OLD)), mirror));
    }

    @Test
    void basesMayLieInMoreFilesThanAreKeptOpen() throws Exception {
        TestTree old = new TestTree();
        for (int page = 0; page < PAGES; page++) {
            old.file("pages/" + page % 16 + "/" + page, Arrays.copyOfRange(OLD, page * PAGE, (page + 1) * PAGE));
        }
        node.fetch(repository.snapshot(old), mirror);
        mirror.forget();
        assertOnlyDeltasWereRead(node.fetch(repository.snapshot(update(OLD)), mirror));
    }

    @Test
    void whatWasMadeFromABaseThatTheNodeHasChangedIsReadPlain() throws Exception {
        fetchOld();
        byte[] dirty = OLD.clone();
        dirty[5 * PAGE]++;
        Files.write(node.file(FILE), dirty);
        FetchReport report = node.fetch(repository.snapshot(update(OLD)), mirror);
        assertDeltasAndPlainWereRead(report, 1);
        assertThat(report.damaged()).isEqualTo(PAGE);
    }

    @Test
    void whatWasMadeFromABaseThatIsNotHereIsReadPlain() throws Exception {
        fetchOld();
        byte[] other = OLD.clone();
        System.arraycopy(TestTree.noise(2, PAGE), 0, other, 40 * PAGE, PAGE);
        byte[] next = NEW.clone();
        System.arraycopy(other, 40 * PAGE + 100, next, 40 * PAGE + 100, PAGE - 100);
        TestTree tree = new TestTree().delta(FILE, next, other);
        FetchReport report = node.fetch(repository.snapshot(tree), mirror);
        tree.assertIsIn(node.current());
        assertThat(dataBytes(mirror) - deltaBytes()).isBetween(8L * PAGE, 8L * PAGE + 64);
        assertThat(report.downloaded()).isEqualTo(ALL);
        assertThat(report.damaged()).isZero();
    }

    @Test
    void aFileOfBasesThatIsCutOffServesAsFarAsItGoes() throws Exception {
        fetchOld();
        Files.write(node.file(FILE), Arrays.copyOf(OLD, 32 * PAGE + 7));
        FetchReport report = node.fetch(repository.snapshot(update(OLD)), mirror);
        assertDeltasAndPlainWereRead(report, 4);
        assertThat(report.damaged()).isEqualTo(32 * PAGE);
    }

    /** What may be in the way of a seed's file. */
    interface InTheWay {
        void put(Path file) throws Exception;
    }

    static Stream<Arguments> inTheWay() {
        return Stream.of(
                Arguments.of("nothing", (InTheWay) file -> {}),
                Arguments.of("a directory", (InTheWay) Files::createDirectory),
                Arguments.of("a link", (InTheWay) file -> Files.createSymbolicLink(file, Path.of("/dev/zero"))),
                Arguments.of("a pipe", (InTheWay) file ->
                        new ProcessBuilder("mkfifo", file.toString()).start().waitFor()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inTheWay")
    void whereBasesAreGoneAllIsReadPlain(String what, InTheWay inTheWay) throws Exception {
        fetchOld();
        Path file = node.file(FILE);
        Files.delete(file);
        inTheWay.put(file);
        FetchReport report = node.fetch(repository.snapshot(update(OLD)), mirror);
        assertDeltasAndPlainWereRead(report, 8);
        assertThat(report.damaged()).isEqualTo(ALL);
    }

    @Test
    void aMirrorWithAWrongDeltaFrameIsNotAskedForThePackAnyMore() throws Exception {
        fetchOld();
        Snapshot snapshot = repository.snapshot(update(OLD));
        FrameRow first = deltas().getFirst();
        try (TestMirror liar = new TestMirror(repository.objects())) {
            liar.rule(Pack.path(first.pack())::equals, -1, new Mischief.Flips(first.end() - 1));
            FetchReport report = node.fetch(snapshot, liar, mirror);
            update(OLD).assertIsIn(node.current());
            assertThat(dataBytes(liar)).isEqualTo(deltaBytes());
            assertThat(askedForData(mirror)).singleElement().satisfies(asked -> {
                assertThat(asked.from()).isEqualTo(first.offset());
                assertThat(asked.bytes()).isEqualTo(first.stored());
            });
            MirrorReport ofLiar = report.mirrors().getFirst();
            assertThat(ofLiar.faults()).isEqualTo(new TreeMap<>(Map.of("WrongBytes", 1)));
            assertThat(ofLiar.passedOn()).isEqualTo(Map.of(mirror.mirror(), 1));
            assertThat(ofLiar.quarantined()).isEqualTo(1);
        }
    }

    private void assertAllIsReadPlainAndNobodyBlamed(TestMirror... others) throws Exception {
        FetchReport report = node.fetch(repository.snapshot(update(OLD)), others);
        update(OLD).assertIsIn(node.current());
        assertThat(report.downloaded()).isEqualTo(ALL);
        assertThat(report.damaged()).isZero();
        assertThat(report.mirrors()).allSatisfy(each -> {
            assertThat(each.faults()).isEmpty();
            assertThat(each.quarantined()).isZero();
        });
    }

    @Test
    void whereNoMirrorHasADeltaFrameRightThePlainOnesOfTheSamePackAreRead() throws Exception {
        fetchOld();
        repository.tamperWithDeltas(stored -> {
            stored[stored.length - 1] ^= 1;
            return stored;
        });
        try (TestMirror other = new TestMirror(repository.objects())) {
            assertAllIsReadPlainAndNobodyBlamed(mirror, other);
            // Each of the four frames, once at the one that did not give the span.
            assertThat(dataBytes(mirror) + dataBytes(other))
                    .isBetween(ALL + 2 * deltaBytes(), ALL + 2 * deltaBytes() + 8 * 64);
        }
    }

    @Test
    void whereThePackOfDeltaFramesIsNowhereThePlainOnesAreRead() throws Exception {
        fetchOld();
        repository.deltasApart();
        Snapshot snapshot = repository.snapshot(update(OLD));
        repository.objects().remove(Pack.path(deltas().getFirst().pack()));
        node.fetch(snapshot, mirror);
        update(OLD).assertIsIn(node.current());
    }

    private static byte[] head(ByteWriter head) {
        return head.raw(new byte[100]).toBytes();
    }

    static Stream<Arguments> heads() {
        byte[] names = new byte[1024 * Long.BYTES];
        return Stream.of(
                of("a number of bases beyond all bounds", stored -> head(new ByteWriter(64).varint(1L << 62 | 1))),
                of(
                        "one base too many",
                        stored -> head(new ByteWriter(64)
                                .varint(1025 << 1 | 1)
                                .varint(16)
                                .raw(names)
                                .raw(new byte[8]))),
                of("no base", stored -> head(new ByteWriter(64).varint(0))),
                of(
                        "a base of no length",
                        stored -> head(new ByteWriter(64).varint(1 << 1).varint(0))),
                of(
                        "a base beyond a chunk's length",
                        stored -> head(new ByteWriter(64).varint(1 << 1).varint(1L << 40))),
                of(
                        "bases beyond 1 MiB together",
                        stored -> head(new ByteWriter(64)
                                .varint(1024 << 1 | 1)
                                .varint(1025)
                                .raw(names))),
                of(
                        "names cut off",
                        stored -> new ByteWriter(64)
                                .varint(1024 << 1 | 1)
                                .varint(1024)
                                .raw(names, 0, 77)
                                .toBytes()),
                of("nothing behind it", stored -> Arrays.copyOf(stored, 3 + 16 * Long.BYTES)),
                of("a frame that is cut off behind it", stored -> Arrays.copyOf(stored, stored.length - 9)),
                of("bytes behind the frame", stored -> Arrays.copyOf(stored, stored.length + 1)),
                of("a single byte", stored -> new byte[1]));
    }

    private static Arguments of(String what, UnaryOperator<byte[]> tamper) {
        return Arguments.of(what, tamper);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void whereDeltaFramesAreMadeToHarmThePlainOnesAreRead(String what, UnaryOperator<byte[]> tamper) throws Exception {
        fetchOld();
        repository.tamperWithDeltas(tamper);
        assertAllIsReadPlainAndNobodyBlamed(mirror);
        assertThat(dataBytes(mirror)).isGreaterThan(ALL);
    }

    @Test
    void ofALargeDeltaFrameASingleChunkIsNotWorthIt() throws Exception {
        byte[] muchNew = changed(1000);
        byte[] butOne = muchNew.clone();
        System.arraycopy(OLD, 21 * PAGE, butOne, 21 * PAGE, PAGE);
        TestTree tree = new TestTree().file(FILE, OLD).file("pages/other", butOne);
        node.fetch(repository.snapshot(tree), mirror);
        // Of another publisher, who has never had the other file, and so has deltas of its chunks.
        repository = new TestRepository(1);
        try (TestMirror other = new TestMirror(repository.objects())) {
            TestTree next = new TestTree().delta(FILE, muchNew, OLD);
            FetchReport report = node.fetch(repository.snapshot(next), other);
            next.assertIsIn(node.current());
            assertThat(report.downloaded()).isEqualTo(PAGE);
            assertThat(deltas()).allMatch(frame -> frame.stored() > 2 * PAGE);
            assertThat(dataBytes(other)).isBetween((long) PAGE, PAGE + 64L);
        }
    }
}
