package io.freshet.fetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.chunk.PathGlob;
import io.freshet.core.index.EntryPath;
import io.freshet.core.trust.MissingKey;
import io.freshet.fetcher.testing.TestRepository;
import io.freshet.fetcher.testing.TestRepository.Part;
import io.freshet.fetcher.testing.TestTree;
import io.freshet.fetcher.version.Home;
import io.freshet.fetcher.version.VersionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that a fetch was told to carry along, beside those that it knows of itself. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CarryTest extends OneMirror {

    private static final TestTree TREE =
            new TestTree().file("db/1.sst", TestTree.noise(1, 50_000)).file("db/2.sst", TestTree.noise(2, 50_000));

    CarryTest() throws IOException, MissingKey {
        super(new TestRepository());
    }

    @BeforeEach
    void fetchFirst() throws Exception {
        node.fetch(repository.snapshot(TREE), mirror);
    }

    private FetchReport fetch(Snapshot snapshot, String... patterns) throws IOException {
        List<PathGlob> carry = Stream.of(patterns).map(PathGlob::new).toList();
        return node.fetch(
                new FetchRequest(node.into(), false, Set.of(), List.of(), carry, 2, false, 4, 2), snapshot, mirror);
    }

    private void write(String path, int content) throws IOException {
        Files.createDirectories(node.file(path).getParent());
        Files.write(node.file(path), new byte[] {(byte) content});
    }

    @Test
    void whatMatchesGoesAlongFromVersionToVersion() throws Exception {
        write("validator/state.json", 1);
        write("validator/deep/one", 2);
        write("config.toml", 3);
        write("LOG", 4);
        TestTree next = new TestTree(TREE);
        for (int i = 0; i < 3; i++) {
            next = new TestTree(next).file("n" + i, new byte[] {1});
            FetchReport report = fetch(repository.snapshot(next), "validator", "*.toml");
            next.assertIsIn(
                    node.current(),
                    "validator",
                    "validator/deep",
                    "validator/state.json",
                    "validator/deep/one",
                    "config.toml");
            assertThat(report.carried())
                    .extracting(EntryPath::value)
                    .containsExactlyInAnyOrder("validator/state.json", "validator/deep/one", "config.toml");
            assertThat(report.left()).extracting(EntryPath::value).isEqualTo(i == 0 ? List.of("LOG") : List.of());
            assertThat(node.file("validator/deep/one")).hasBinaryContent(new byte[] {2});
        }
    }

    @Test
    void nothingOfTheSnapshotIsReplacedWhateverItsKind() throws Exception {
        write("file", 1);
        write("link", 1);
        write("linked/deep/file", 1);
        write("filed/deep/file", 1);
        write("directory", 1);
        Files.createSymbolicLink(node.file("target"), Path.of("db"));
        TestTree next = new TestTree(TREE)
                .file("file", new byte[] {2})
                .link("link", "db")
                .link("linked", "db")
                .file("filed", new byte[] {2})
                .file("directory/file", new byte[] {2});
        FetchReport report = fetch(repository.snapshot(next), "**");
        next.assertIsIn(node.current(), "target");
        assertThat(report.carried()).extracting(EntryPath::value).containsExactly("target");
        assertThat(report.left())
                .extracting(EntryPath::value)
                .containsExactly("directory", "file", "filed/deep/file", "link", "linked/deep/file");
    }

    @Test
    void aLocalFileStaysWhereTheSnapshotHasALink() throws Exception {
        write("nodekey", 9);
        fetch(repository.snapshot(new TestTree(TREE).link("nodekey", "db/1.sst")));
        assertThat(node.file("nodekey")).isRegularFile().hasBinaryContent(new byte[] {9});
    }

    @Test
    void whatTheReleaseBeforeHadAndThisOneDoesNotIsNotCarried() throws Exception {
        TestTree next = new TestTree(TREE).remove("db/1.sst").file("db/3.sst", TestTree.noise(3, 5_000));
        FetchReport report = fetch(repository.snapshot(next), "db/**");
        next.assertIsIn(node.current());
        assertThat(report.carried()).isEmpty();
    }

    @Test
    void whatLiesBesideAllComponentsIsCarriedOrNamedToo() throws Exception {
        Part part = new Part("main", "data", 0, List.of(), TREE);
        fetch(repository.snapshot(List.of(part)));
        write("validator/state.json", 1);
        write("beside", 1);
        Part next = new Part("main", "data", 0, List.of(), new TestTree(TREE).file("more", new byte[] {1}));
        FetchReport report = fetch(repository.snapshot(List.of(next)), "validator/*");
        assertThat(report.carried()).extracting(EntryPath::value).containsExactly("validator/state.json");
        assertThat(report.left()).extracting(EntryPath::value).containsExactly("beside");
        assertThat(node.file("validator/state.json")).hasBinaryContent(new byte[] {1});
    }

    @Test
    void withoutTheOldManifestOrIndexItIsNotLost() throws Exception {
        for (String damaged : List.of("manifests", "index")) {
            write("validator/state.json", 1);
            try (Stream<Path> files = Files.walk(node.into().resolve(".freshet").resolve(damaged))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.write(file, new byte[] {1});
                }
            }
            TestTree next = new TestTree(TREE).file(damaged, new byte[] {1});
            FetchReport report = fetch(repository.snapshot(next), "validator/*");
            next.assertIsIn(node.current(), "validator", "validator/state.json");
            assertThat(report.carried()).hasSize(1);
        }
    }

    @Test
    void aVersionThatWasCompleteBeforeHasWhatTheNodeHasNow() throws Exception {
        write("validator/state.json", 1);
        write("validator/moved elsewhere", 1);
        VersionId before = Home.active(node.into()).orElseThrow();
        TestTree next = new TestTree(TREE).file("more", TestTree.noise(3, 5_000));
        Snapshot snapshot = repository.snapshot(next);
        VersionId id = fetch(snapshot, "validator/*").version();
        // As if it had ended before the version was in use.
        Path current = node.into().resolve("current");
        Files.delete(current);
        Files.createSymbolicLink(current, Path.of("versions", before.toString()));
        Files.delete(node.into().resolve(".freshet/used").resolve(id.toString()));
        write("validator/state.json", 2);
        Files.delete(node.file("validator/moved elsewhere"));
        FetchReport report = fetch(snapshot, "validator/*");
        next.assertIsIn(node.current(), "validator", "validator/state.json");
        assertThat(node.file("validator/state.json")).hasBinaryContent(new byte[] {2});
        assertThat(report.downloaded()).isZero();
    }
}
