package io.freshet.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.index.EntryPath;
import io.freshet.core.trust.MissingKey;
import io.freshet.fetcher.testing.Mischief;
import io.freshet.fetcher.testing.TestMirror;
import io.freshet.fetcher.testing.TestRepository;
import io.freshet.fetcher.testing.TestRepository.Part;
import io.freshet.fetcher.testing.TestTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole fetches, from mirrors on loopback into a real directory. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FetchTest extends OneMirror {

    FetchTest() throws IOException, MissingKey {
        super(new TestRepository());
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static TestTree everything() {
        byte[] pages = join(TestTree.noise(1, 40 * 4096), new byte[300_000], TestTree.text(2, 33 * 4096 + 17));
        return new TestTree()
                .file("pages/data.mdb", pages, 0600)
                .file("state/noise", TestTree.noise(3, 2_500_000))
                .file("state/text", TestTree.text(4, 700_001))
                .file("state/zeros", new byte[5_000_000])
                .file("state/late zeros", join(TestTree.noise(5, 100), new byte[1_000_000]))
                .file("empty", new byte[0])
                .file("inline", "{}".getBytes(StandardCharsets.US_ASCII), 0755)
                .file("old", TestTree.noise(6, 9000), Instant.parse("1969-07-20T20:17:40Z"))
                .file("later", TestTree.noise(7, 9000), Instant.parse("2100-01-01T00:00:00Z"))
                .file("ünï/коды", TestTree.noise(8, 5000), 0444)
                .file("twice", TestTree.noise(3, 2_500_000))
                .directory("closed", 0500)
                .directory("hollow/and/deep", 0711)
                .link("closed/link", "../state/noise")
                .link("dangling", "nowhere");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void everythingArrivesAsItWas(int membersPerFrame) throws Exception {
        repository = new TestRepository(membersPerFrame);
        TestTree tree = everything();
        Snapshot snapshot = repository.snapshot(tree);
        try (TestMirror a = new TestMirror(repository.objects());
                TestMirror b = new TestMirror(repository.objects())) {
            FetchReport report = node.fetch(snapshot, a, b);
            tree.assertIsIn(node.current());
            assertThat(report.unchanged()).isFalse();
            assertThat(report.damaged() + report.reused()).isZero();
            assertThat(report.bytes()).isEqualTo(snapshot.manifest().bytes());
            assertThat(report.downloaded()).isLessThan(report.bytes() - 6_000_000);
            // Which mirror gives what depends on who answers first: all of it fits into one range.
            assertThat(report.mirrors())
                    .allMatch(each -> each.faults().isEmpty())
                    .anyMatch(each -> each.bytes() > 0);
            assertThat(node.versions()).containsExactly(report.version().toString());
        }
    }

    @Test
    void holesTakeNoRoom() throws Exception {
        node.fetch(repository.snapshot(new TestTree().file("holes", new byte[64 << 20])), mirror);
        long blocks = Files.getFileStore(node.into()).type().equals("tmpfs") ? 0 : blocks(node.file("holes"));
        assertThat(blocks).isLessThan(100);
        assertThat(Files.size(node.file("holes"))).isEqualTo(64 << 20);
    }

    private static long blocks(Path file) throws Exception {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }

    @Test
    void aVersionInUseCostsNothing() throws Exception {
        Snapshot snapshot = repository.snapshot(everything());
        node.fetch(snapshot, mirror);
        mirror.forget();
        FetchReport report = node.fetch(snapshot, mirror);
        assertThat(report.unchanged()).isTrue();
        assertThat(mirror.asked()).isEmpty();
    }

    @Test
    void aFileMadeOfTwoOldOnesCostsNothingButItsIndex() throws Exception {
        byte[] one = TestTree.noise(11, 30 * 4096);
        byte[] two = TestTree.noise(12, 30 * 4096);
        TestTree tree = new TestTree().file("pages/one", one).file("pages/two", two);
        node.fetch(repository.snapshot(tree), mirror);
        TestTree next = new TestTree().file("pages/both", join(two, one)).file("pages/two", two);
        Snapshot snapshot = repository.snapshot(next);
        mirror.forget();
        FetchReport report = node.fetch(snapshot, mirror);
        next.assertIsIn(node.current());
        assertThat(report.downloaded()).isZero();
        assertThat(report.reused()).isEqualTo(90L * 4096);
        assertThat(mirror.asked()).hasSize(1);
        assertThat(mirror.asked().getFirst().bytes()).isLessThan(20_000);
    }

    @Test
    void anUpdateDownloadsWhatIsNewAndNothingElse() throws Exception {
        byte[] pages = TestTree.noise(1, 1000 * 4096);
        TestTree tree = new TestTree().file("pages/data.mdb", pages).file("state", TestTree.noise(2, 1_000_000));
        node.fetch(repository.snapshot(tree), mirror);
        byte[] changed = pages.clone();
        for (int page = 0; page < 1000; page += 100) {
            System.arraycopy(TestTree.noise(page, 4096), 0, changed, page * 4096, 4096);
        }
        TestTree next = new TestTree(tree).file("pages/data.mdb", changed);
        Snapshot snapshot = repository.snapshot(next);
        mirror.forget();
        FetchReport report = node.fetch(snapshot, mirror);
        next.assertIsIn(node.current());
        assertThat(report.downloaded()).isEqualTo(10L * 4096);
        assertThat(report.reused()).isEqualTo(990L * 4096 + 1_000_000);
        assertThat(mirror.asked()).hasSizeLessThanOrEqualTo(3);
        long bytes = mirror.asked().stream().mapToLong(TestMirror.Asked::bytes).sum();
        assertThat(bytes).isLessThan(11 * 4096 + 60_000);
    }

    @Test
    void whatANodeHasChangedIsNoticedAndDownloadedAnew() throws Exception {
        TestTree tree = new TestTree()
                .file("pages/data.mdb", TestTree.noise(1, 100 * 4096))
                .file("state", TestTree.noise(2, 500_000))
                .file("gone", TestTree.noise(3, 50_000))
                .file("short", TestTree.noise(4, 50_000))
                .file("dir", TestTree.noise(5, 50_000));
        node.fetch(repository.snapshot(tree), mirror);
        byte[] dirty = tree.bytes("pages/data.mdb").clone();
        dirty[5 * 4096]++;
        Files.write(node.file("pages/data.mdb"), dirty);
        Files.delete(node.file("gone"));
        Files.write(node.file("short"), new byte[7]);
        Files.delete(node.file("dir"));
        Files.createDirectory(node.file("dir"));
        TestTree next = new TestTree(tree).file("new", TestTree.noise(6, 20_000));
        FetchReport report = node.fetch(repository.snapshot(next), mirror);
        next.assertIsIn(node.current());
        assertThat(report.downloaded()).isEqualTo(4096 + 50_000 * 3 + 20_000);
        assertThat(report.damaged()).isEqualTo(4096 + 50_000 * 3);
    }

    @Test
    void otherDirectoriesAreSeedsToo() throws Exception {
        byte[] bytes = TestTree.noise(1, 1_000_000);
        Path seed = Files.createDirectories(directory.resolve("seed/deep"));
        Files.write(seed.resolve("whatever"), bytes);
        TestTree tree = new TestTree().file("state", bytes).file("more", TestTree.noise(2, 30_000));
        FetchRequest request = node.request(Set.of(), List.of(directory.resolve("seed")), 2);
        FetchReport report = node.fetch(request, repository.snapshot(tree), mirror);
        tree.assertIsIn(node.current());
        assertThat(report.downloaded()).isEqualTo(30_000);
        assertThat(report.reused()).isEqualTo(1_000_000);
    }

    @Test
    void timesStayWhereNothingChanged() throws Exception {
        TestTree tree = new TestTree();
        for (int i = 0; i < 3000; i++) {
            tree.file("many/%04d".formatted(i), TestTree.noise(i, 200), Instant.ofEpochSecond(1_000_000 + i));
        }
        node.fetch(repository.snapshot(tree), mirror);
        TestTree next = new TestTree(tree).file("many/2999", TestTree.noise(9999, 200), Instant.ofEpochSecond(5));
        node.fetch(repository.snapshot(next), mirror);
        next.assertIsIn(node.current());
    }

    @Test
    void directoriesKeepTheirTimes() throws Exception {
        TestTree tree = new TestTree();
        for (int i = 0; i < 3000; i++) {
            tree.file("many/%04d/file".formatted(i), TestTree.noise(i, 200));
        }
        tree.link("many/0000/link", "file").directory("closed", 0555);
        node.fetch(repository.snapshot(tree), mirror);
        tree.assertTimesOfDirectories(node.current());
        TestTree next = new TestTree(tree)
                .file("many/0000/other", TestTree.noise(9999, 200))
                .directory("new", 0755);
        node.fetch(repository.snapshot(next), mirror);
        next.assertTimesOfDirectories(node.current());
    }

    @Test
    void localFilesGoAlongAndWhatElseTheNodeMadeIsNamed() throws Exception {
        TestTree tree = new TestTree().file("state", TestTree.noise(1, 50_000)).directory("geth", 0755);
        node.fetch(repository.snapshot(tree), mirror);
        Files.write(node.file("geth/nodekey"), new byte[] {1});
        Files.createDirectories(node.file("keystore/deep"));
        Files.write(node.file("keystore/deep/UTC--1"), new byte[] {2});
        Files.createSymbolicLink(node.file("jwt.hex"), Path.of("/etc/secret"));
        Files.write(node.file("geth/LOG"), new byte[10]);
        Files.createDirectories(node.file("new"));
        Files.write(node.file("new/zzz"), new byte[10]);
        TestTree next = new TestTree(tree).file("state", TestTree.noise(2, 50_000));
        FetchReport report = node.fetch(repository.snapshot(next), mirror);
        next.assertIsIn(node.current(), "geth/nodekey", "keystore", "keystore/deep", "keystore/deep/UTC--1", "jwt.hex");
        assertThat(Files.readAllBytes(node.file("keystore/deep/UTC--1"))).containsExactly(2);
        assertThat(Files.readSymbolicLink(node.file("jwt.hex"))).isEqualTo(Path.of("/etc/secret"));
        assertThat(report.carried())
                .extracting(EntryPath::value)
                .containsExactlyInAnyOrder("geth/nodekey", "keystore/deep/UTC--1", "jwt.hex");
        assertThat(report.left()).extracting(EntryPath::value).containsExactly("geth/LOG", "new/zzz");
    }

    @Test
    void aNodesOwnFileIsNotReplacedByThatOfTheSnapshot() throws Exception {
        TestTree tree = new TestTree().file("nodekey", new byte[] {1});
        node.fetch(repository.snapshot(tree), mirror);
        Files.write(node.file("nodekey"), new byte[] {9});
        node.fetch(repository.snapshot(new TestTree(tree).file("more", new byte[] {1})), mirror);
        assertThat(Files.readAllBytes(node.file("nodekey"))).containsExactly(9);
    }

    private List<Part> parts() {
        return List.of(
                new Part("main", "", 1, List.of("ancient"), new TestTree().file("chaindata/state", noise(1))),
                new Part("ancient", "chaindata/ancient", 0, List.of(), new TestTree().file("bodies", noise(2))),
                new Part("history", "era", 2, List.of(), new TestTree().file("0001.era", noise(3))));
    }

    private static byte[] noise(int seed) {
        return TestTree.noise(seed, 100_000);
    }

    @Test
    void componentsLieInOneAnother() throws Exception {
        node.fetch(repository.snapshot(parts()), mirror);
        new TestTree()
                .file("chaindata/state", noise(1))
                .file("chaindata/ancient/bodies", noise(2))
                .file("era/0001.era", noise(3))
                .assertIsIn(node.current());
    }

    @Test
    void someComponentsComeWithWhatTheyRequireAndAreAnotherVersion() throws Exception {
        Snapshot snapshot = repository.snapshot(parts());
        FetchReport part = node.fetch(node.request(Set.of("main"), List.of(), 2), snapshot, mirror);
        TestTree both = new TestTree().file("chaindata/state", noise(1)).file("chaindata/ancient/bodies", noise(2));
        both.assertIsIn(node.current());
        assertThat(part.downloaded()).isEqualTo(200_000);
        assertThat(part.bytes()).isEqualTo(200_000);
        FetchReport all = node.fetch(snapshot, mirror);
        both.file("era/0001.era", noise(3)).assertIsIn(node.current());
        assertThat(all.downloaded()).isEqualTo(100_000);
        assertThat(all.reused()).isEqualTo(200_000);
        assertThat(all.bytes()).isEqualTo(300_000);
    }

    @Test
    void anUnknownComponentIsRefusedByName() throws Exception {
        Snapshot snapshot = repository.snapshot(parts());
        assertThatThrownBy(() -> node.fetch(node.request(Set.of("mian"), List.of(), 2), snapshot, mirror))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mian")
                .hasMessageContaining("ancient, main, history");
    }

    @Test
    void onlySoManyVersionsAreKept() throws Exception {
        TestTree tree = new TestTree().file("state", noise(1));
        for (int i = 0; i < 4; i++) {
            node.fetch(node.request(Set.of(), List.of(), 2), repository.snapshot(tree.file("n" + i, noise(i))), mirror);
        }
        assertThat(node.versions()).hasSize(2).allMatch(name -> name.matches("00000[34]-.*"));
        FetchRequest one = node.request(Set.of(), List.of(), 1);
        node.fetch(one, repository.snapshot(tree.file("n5", noise(5))), mirror);
        assertThat(node.versions()).hasSize(1);
        tree.assertIsIn(node.current());
    }

    @Test
    void oneMirrorDiesAndAnotherLiesAndAllIsWell() throws Exception {
        TestTree tree = everything();
        Snapshot snapshot = repository.snapshot(tree);
        try (TestMirror dead = new TestMirror(repository.objects());
                TestMirror liar = new TestMirror(repository.objects())) {
            dead.rule(object -> true, -1, new Mischief.CutAfter(3000));
            liar.rule(object -> object.startsWith("packs/"), -1, new Mischief.Flips(600));
            liar.rule(object -> object.startsWith("packs/"), -1, new Mischief.Flips(100_000));
            node.fetch(snapshot, dead, liar, mirror);
        }
        tree.assertIsIn(node.current());
    }

    @Test
    void withoutAGoodCopyTheFetchFailsAndNothingWrongIsSeen() throws Exception {
        TestTree tree = new TestTree().file("state", noise(1));
        node.fetch(repository.snapshot(tree), mirror);
        Snapshot next = repository.snapshot(new TestTree(tree).file("more", noise(2)));
        mirror.rule(object -> object.startsWith("packs/"), -1, new Mischief.Flips(20_000));
        assertThatThrownBy(() -> node.fetch(next, mirror)).hasMessageContaining("wrong bytes");
        tree.assertIsIn(node.current());
    }
}
