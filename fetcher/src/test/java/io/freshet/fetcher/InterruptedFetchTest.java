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
import io.freshet.fetcher.testing.TestTree;
import io.freshet.fetcher.version.Home;
import io.freshet.fetcher.version.VersionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetches that end early, at every point where they can, and what the next one makes of it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class InterruptedFetchTest {

    private static final TestTree OLD = new TestTree()
            .file("pages/data.mdb", TestTree.noise(1, 100 * 4096))
            .file("state/a", TestTree.noise(2, 300_000));

    private static final TestTree NEW = new TestTree(OLD)
            .file("state/b", TestTree.noise(3, 6_000_000))
            .file("state/zeros", new byte[200_000])
            .file("tiny", new byte[] {1})
            .link("link", "state/a");

    @TempDir
    Path directory;

    private TestRepository repository;
    private Snapshot old;
    private Snapshot next;
    private TestMirror mirror;
    private Mirrors mirrors;

    @BeforeEach
    void start() throws Exception {
        repository = new TestRepository();
        old = repository.snapshot(OLD);
        next = repository.snapshot(NEW);
        mirror = new TestMirror(repository.objects());
        mirrors = new Patience().mirrors(mirror);
    }

    @AfterEach
    void stop() throws Exception {
        mirrors.close();
        mirror.close();
    }

    private TestNode node(String name) throws Exception {
        TestNode node = new TestNode(directory.resolve(name));
        node.fetch(old, mirror);
        mirror.forget();
        return node;
    }

    /** One span at a time: what is asked for next is asked for when the one before is in its place. */
    private static FetchRequest request(TestNode node) {
        return new FetchRequest(node.into(), false, Set.of(), List.of(), List.of(), 2, false, 1, 2);
    }

    @Test
    void nothingThatWasVerifiedIsDownloadedAgain() throws Exception {
        BreakingAfter all = new BreakingAfter(Integer.MAX_VALUE, mirrors);
        TestNode whole = node("whole");
        whole.fetch(request(whole), next, all);
        assertThat(all.asked()).isGreaterThan(4);
        for (int ranges = 0; ranges < all.asked(); ranges++) {
            TestNode node = node("broken-" + ranges);
            BreakingAfter breaking = new BreakingAfter(ranges, mirrors);
            Progress before = new Progress();
            assertThatThrownBy(() -> node.fetch(request(node), next, breaking, before))
                    .hasMessageContaining("broke after");
            OLD.assertIsIn(node.current());
            Progress after = new Progress();
            node.fetch(request(node), next, mirrors, after);
            NEW.assertIsIn(node.current());
            // What was written as the fetch broke may not have been counted; it is found all the same.
            assertThat(after.downloaded()).isLessThanOrEqualTo(6_000_000 - before.downloaded());
            assertThat(after.downloaded() + after.reused()).isEqualTo(100 * 4096 + 300_000 + 6_000_000);
        }
    }

    @Test
    void theFirstFetchResumesToo() throws Exception {
        TestNode node = new TestNode(directory.resolve("first"));
        Progress before = new Progress();
        assertThatThrownBy(() -> node.fetch(request(node), next, new BreakingAfter(3, mirrors), before))
                .hasMessageContaining("broke after");
        assertThat(Home.active(node.into())).isEmpty();
        Progress after = new Progress();
        node.fetch(request(node), next, mirrors, after);
        NEW.assertIsIn(node.current());
        // How much was there when it broke depends on the threads; none of it is downloaded again.
        assertThat(after.reused()).isGreaterThanOrEqualTo(before.downloaded());
        assertThat(after.downloaded() + after.reused()).isEqualTo(100 * 4096 + 300_000 + 6_000_000);
    }

    @Test
    void whatWasWrittenOnlyInPartIsSeenAndMadeWhole() throws Exception {
        TestNode node = new TestNode(directory.resolve("torn"));
        assertThatThrownBy(() -> node.fetch(request(node), next, new BreakingAfter(4, mirrors)))
                .hasMessageContaining("broke after");
        Path staging = staging(node);
        byte[] torn = Files.readAllBytes(staging.resolve("state/b"));
        Arrays.fill(torn, 0, 100_000, (byte) 7);
        Files.write(staging.resolve("state/b"), torn);
        Files.write(staging.resolve("state/zeros"), new byte[] {1, 2, 3});
        Files.write(staging.resolve("tiny"), new byte[500]);
        node.fetch(request(node), next, mirrors);
        NEW.assertIsIn(node.current());
    }

    private static Path staging(TestNode node) throws Exception {
        String name = node.versions().stream()
                .filter(version -> version.startsWith(".staging-"))
                .findFirst()
                .orElseThrow();
        return node.into().resolve("versions").resolve(name);
    }

    /** A fetch that ended when its version was complete, and before it was activated. */
    private VersionId completeOnly(TestNode node) throws Exception {
        VersionId before = Home.active(node.into()).orElseThrow();
        VersionId id = node.fetch(next, mirror).version();
        Path current = node.into().resolve("current");
        Files.delete(current);
        Files.createSymbolicLink(current, Path.of("versions", before.toString()));
        Files.delete(node.into().resolve(".freshet/used").resolve(id.toString()));
        mirror.forget();
        return id;
    }

    @Test
    void aCompleteVersionIsActivatedWithoutARequestAndWithTheNewestLocalFiles() throws Exception {
        TestNode node = node("complete");
        VersionId id = completeOnly(node);
        Files.write(node.file("priv_validator_state.json"), new byte[] {5});
        Files.createSymbolicLink(node.into().resolve(".freshet/current.new"), Path.of("versions/nowhere"));
        FetchReport report = node.fetch(next, mirror);
        assertThat(report.version()).isEqualTo(id);
        assertThat(mirror.asked()).isEmpty();
        NEW.assertIsIn(node.current(), "priv_validator_state.json");
        assertThat(node.file("priv_validator_state.json")).hasBinaryContent(new byte[] {5});
    }

    @Test
    void aVersionThatANodeHasRunInIsNotActivatedAsItIs() throws Exception {
        TestNode node = node("dirty");
        VersionId id = completeOnly(node);
        Path dirty = node.into().resolve("versions").resolve(id.toString());
        Files.createFile(node.into().resolve(".freshet/used").resolve(id.toString()));
        Files.write(dirty.resolve("state/a"), new byte[] {1});
        Files.write(dirty.resolve("LOG"), new byte[] {1});
        FetchReport report = node.fetch(next, mirror);
        NEW.assertIsIn(node.current());
        assertThat(report.downloaded()).isZero();
    }

    @Test
    void versionsThatWereBeingDeletedAreDeleted() throws Exception {
        TestNode node = node("gone");
        Path gone = node.into().resolve("versions/.gone-000009-0123456789ab");
        Files.createDirectories(gone.resolve("deep"));
        Files.write(gone.resolve("deep/file"), new byte[] {1});
        Files.createDirectories(node.into().resolve(".freshet/tmp/left"));
        node.fetch(next, mirror);
        assertThat(gone).doesNotExist();
        assertThat(node.into().resolve(".freshet/tmp")).isEmptyDirectory();
    }

    @Test
    void whatAFetchHadStillToDoAfterItsVersionWasInUseIsDone() throws Exception {
        TestNode node = node("node");
        node.fetch(request(node), next, mirrors);
        Path index = node.into().resolve(".freshet/index");
        Path settled;
        try (Stream<Path> files = Files.walk(index)) {
            settled = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Path fresh = index.resolve("fresh").resolve(index.relativize(settled).toString());
        Files.createDirectories(fresh.getParent());
        Files.move(settled, fresh);
        Files.createDirectory(node.into().resolve("versions/000000-aaaaaaaaaaaa"));
        assertThat(node.fetch(request(node), next, mirrors).unchanged()).isTrue();
        assertThat(settled).exists();
        assertThat(fresh).doesNotExist();
        assertThat(node.versions()).doesNotContain("000000-aaaaaaaaaaaa");
    }

    @Test
    void aLocalIndexThatWasDamagedCostsBytesAndNothingElse() throws Exception {
        TestNode node = node("index");
        try (var files = Files.walk(node.into().resolve(".freshet/index"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        node.fetch(next, mirror);
        NEW.assertIsIn(node.current());
    }
}
