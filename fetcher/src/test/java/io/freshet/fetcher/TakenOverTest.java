package io.freshet.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.testing.BreakingAfter;
import io.freshet.fetcher.testing.Patience;
import io.freshet.fetcher.testing.TestMirror;
import io.freshet.fetcher.testing.TestNode;
import io.freshet.fetcher.testing.TestRepository;
import io.freshet.fetcher.testing.TestRepository.Part;
import io.freshet.fetcher.testing.TestTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fetch takes over what one of another version has left: what fits is not downloaded again, the rest is gone. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TakenOverTest {

    private static final String SIGNER = "priv_validator_state.json";

    @TempDir
    Path directory;

    private TestRepository repository;
    private TestMirror mirror;
    private Mirrors mirrors;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        repository = new TestRepository();
        mirror = new TestMirror(repository.objects());
        mirrors = new Patience().mirrors(mirror);
        node = new TestNode(directory.resolve("into"));
    }

    @AfterEach
    void stop() throws Exception {
        mirrors.close();
        mirror.close();
    }

    /** One span at a time: what is asked for next is asked for when the one before is in its place. */
    private FetchRequest request(String... components) {
        return new FetchRequest(node.into(), false, Set.of(components), List.of(), List.of(), 2, false, 1, 2);
    }

    private void interrupt(Snapshot snapshot, int ranges, String... components) {
        assertThatThrownBy(() -> node.fetch(request(components), snapshot, new BreakingAfter(ranges, mirrors)))
                .hasMessageContaining("broke after");
    }

    private Path staging() throws IOException {
        String name = node.versions().stream()
                .filter(version -> version.startsWith(".staging-"))
                .findFirst()
                .orElseThrow();
        return node.into().resolve("versions").resolve(name);
    }

    private static Path write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private static void close(Path directory) throws IOException {
        Files.setAttribute(directory, "unix:mode", 0500, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void whatTheReleaseBeforeHasLeftIsNotDownloadedAgain() throws Exception {
        byte[] large = TestTree.noise(1, 6_000_000);
        TestTree before = new TestTree()
                .file("large", large)
                .file("zz/last", TestTree.noise(2, 1_200_000))
                .file("gone/file", TestTree.noise(3, 50_000));
        byte[] changed = large.clone();
        System.arraycopy(TestTree.noise(4, 10_000), 0, changed, 1_000_000, 10_000);
        TestTree after = new TestTree(before)
                .remove("gone/file")
                .remove("gone")
                .file("large", changed)
                .link("link", "large");
        interrupt(repository.snapshot(before), 7);
        Snapshot newer = repository.snapshot(after);
        Progress progress = new Progress();
        node.fetch(request(), newer, mirrors, progress);
        after.assertIsIn(node.current());
        assertThat(progress.reused()).isGreaterThan(4_000_000);
        assertThat(progress.downloaded() + progress.reused()).isEqualTo(7_200_000);
        assertThat(node.versions()).hasSize(1).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void ofSeveralTheNewestIsTakenAndTheOthersGo() throws Exception {
        TestTree tree = new TestTree().file("state", TestTree.noise(1, 500_000));
        interrupt(repository.snapshot(tree), 0);
        Path versions = node.into().resolve("versions");
        Files.move(staging(), versions.resolve(".staging-000009-0123456789ab"));
        write(versions.resolve(".staging-000009-0123456789ab/state"), tree.bytes("state"));
        write(versions.resolve(".staging-000008-0123456789ab/state"), new byte[7]);
        write(versions.resolve(".staging-nonsense/state"), new byte[7]);
        FetchReport report = node.fetch(repository.snapshot(tree), mirror);
        tree.assertIsIn(node.current());
        assertThat(report.downloaded()).isZero();
        assertThat(node.versions()).containsExactly(report.version().toString());
    }

    @Test
    void whatTheSnapshotDoesNotHaveGoesAndNothingIsWrittenThroughALink() throws Exception {
        TestTree tree = new TestTree()
                .file("closed/file", TestTree.noise(1, 50_000))
                .directory("closed", 0500)
                .file("directory was here", TestTree.noise(2, 5_000))
                .file("file was here/deep/file", TestTree.noise(3, 5_000))
                .file("link was here", TestTree.noise(4, 5_000))
                .file("link to a directory was here/file", TestTree.noise(5, 5_000))
                .file("pipe was here", new byte[3])
                .link("a", "closed")
                .link("b", "closed")
                .link("c", "closed");
        Snapshot snapshot = repository.snapshot(tree);
        interrupt(snapshot, 0);
        Path left = staging();
        Path outside = directory.resolve("outside");
        write(outside.resolve("file"), new byte[] {1});
        write(left.resolve("closed/file"), tree.bytes("closed/file"));
        write(left.resolve("closed/other"), new byte[] {1});
        close(left.resolve("closed"));
        write(left.resolve("directory was here/deep/file"), new byte[] {1});
        close(left.resolve("directory was here/deep"));
        close(left.resolve("directory was here"));
        write(left.resolve("file was here"), new byte[] {1});
        Files.createSymbolicLink(left.resolve("link was here"), outside.resolve("file"));
        Files.createSymbolicLink(left.resolve("link to a directory was here"), outside);
        new ProcessBuilder("mkfifo", left.resolve("pipe was here").toString())
                .start()
                .waitFor();
        write(left.resolve("a/file"), new byte[] {1});
        write(left.resolve("b"), new byte[] {1});
        Files.createSymbolicLink(left.resolve("c"), outside);
        Files.createDirectories(left.resolve("!first/hollow"));
        Files.createSymbolicLink(left.resolve("zzz"), outside);
        write(left.resolve("no\nname"), new byte[] {1});
        close(left);
        FetchReport report = node.fetch(snapshot, mirror);
        tree.assertIsIn(node.current());
        tree.assertTimesOfDirectories(node.current());
        assertThat(report.reused()).isEqualTo(50_000);
        assertThat(outside).isDirectoryNotContaining(path -> !path.endsWith("file"));
        assertThat(outside.resolve("file")).hasBinaryContent(new byte[] {1});
    }

    private static List<Part> parts() {
        return List.of(
                new Part("main", "", 1, List.of("ancient"), new TestTree().file("chaindata/state", noise(1))),
                new Part("ancient", "chaindata/ancient", 0, List.of(), new TestTree().file("bodies", noise(2))),
                new Part("history", "era/old", 2, List.of(), new TestTree().file("0001.era", noise(3))));
    }

    private static byte[] noise(int seed) {
        return TestTree.noise(seed, 100_000);
    }

    @Test
    void anotherChoiceOfComponentsLeavesNothingOfThoseThatAreNotWanted() throws Exception {
        Snapshot snapshot = repository.snapshot(parts());
        interrupt(snapshot, 0);
        Path left = staging();
        write(left.resolve("chaindata/ancient/bodies"), noise(2));
        write(left.resolve("chaindata/state"), noise(1));
        write(left.resolve("era/old/0001.era"), noise(3));
        close(left.resolve("chaindata"));
        FetchReport ancient = node.fetch(request("ancient"), snapshot, mirrors);
        new TestTree().file("bodies", noise(2)).assertIsIn(node.file("chaindata/ancient"));
        assertThat(node.current()).isDirectoryNotContaining(path -> !path.endsWith("chaindata"));
        assertThat(node.file("chaindata")).isDirectoryNotContaining(path -> !path.endsWith("ancient"));
        assertThat(ancient.downloaded()).isZero();
    }

    @Test
    void whatWasOutsideAllComponentsIsInTheWayOfNone() throws Exception {
        Snapshot snapshot = repository.snapshot(parts());
        interrupt(snapshot, 0, "history");
        Path left = staging();
        Path outside =
                Files.createDirectories(directory.resolve("outside/ancient")).getParent();
        Files.createSymbolicLink(left.resolve("chaindata"), outside);
        write(left.resolve("era/old/0001.era"), noise(3));
        write(left.resolve("era/other"), noise(3));
        FetchReport all = node.fetch(request(), snapshot, mirrors);
        new TestTree()
                .file("chaindata/ancient/bodies", noise(2))
                .file("chaindata/state", noise(1))
                .file("era/old/0001.era", noise(3))
                .assertIsIn(node.current());
        assertThat(all.reused()).isEqualTo(100_000);
        assertThat(outside.resolve("ancient")).isEmptyDirectory();
    }

    @Test
    void aLocalFileThatWasCarriedIntoItIsWhatTheNodeHasNowOrGone() throws Exception {
        TestTree tree = new TestTree().file("state", noise(1)).file("nodekey", new byte[] {1});
        node.fetch(repository.snapshot(tree), mirror);
        Files.write(node.file(SIGNER), new byte[] {6});
        TestTree next = new TestTree(tree).file("more", noise(2));
        interrupt(repository.snapshot(next), 0);
        write(staging().resolve(SIGNER), new byte[] {5});
        write(staging().resolve("validator_keys/moved elsewhere"), new byte[] {5});
        write(staging().resolve("nodekey"), new byte[] {5});
        TestTree newest = new TestTree(next).file("third", noise(3));
        FetchReport report = node.fetch(repository.snapshot(newest), mirror);
        newest.assertIsIn(node.current(), SIGNER);
        assertThat(node.file(SIGNER)).hasBinaryContent(new byte[] {6});
        assertThat(report.carried()).hasSize(2);
    }
}
