package io.freshet.fetcher.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.fetcher.FetchRequest;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.testing.BreakingAfter;
import io.freshet.fetcher.testing.Patience;
import io.freshet.fetcher.testing.TestMirror;
import io.freshet.fetcher.testing.TestNode;
import io.freshet.fetcher.testing.TestRepository;
import io.freshet.fetcher.testing.TestTree;
import io.freshet.fetcher.version.Home;
import io.freshet.fetcher.version.VersionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is cut after every single step of a fetch, and what nobody waited for is lost: all of it, none of it, or as
 * chance will have it. Whatever is left, {@code current} leads nowhere or to a whole version which is known to be in use,
 * and the same fetch again comes to its end, or that of another release, with just what is in it.
 */
class CrashTest {

    private static final String SIGNER = "priv_validator_state.json";

    private static final TestTree OLD = new TestTree()
            .file("data.mdb", TestTree.noise(1, 5 * 4096))
            .file("state/a", TestTree.noise(2, 3000))
            .file("tiny", new byte[] {1});

    private static final TestTree NEW = new TestTree(OLD)
            .file("data.mdb", TestTree.noise(3, 6 * 4096))
            .file("state/b", TestTree.noise(4, 3000))
            .file("state/zeros", new byte[70_000])
            .link("link", "state/a");

    /** A release between the two, of which a fetch leaves what is in the way of the next. */
    private static final TestTree BETWEEN = new TestTree(OLD)
            .file("data.mdb", TestTree.noise(5, 7 * 4096))
            .file("link/file", TestTree.noise(6, 3000))
            .file("state/b", TestTree.noise(4, 3000))
            .file("state/gone/file", TestTree.noise(7, 3000))
            .directory("state/gone", 0500)
            .link("state/zeros", "a");

    @TempDir
    Path directory;

    private final Disk disk = new Disk();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<Long, Map<String, String>> trees = new HashMap<>();
    private final Set<Map<String, String>> seen = new HashSet<>();
    private TestRepository repository;
    private Snapshot old;
    private Snapshot between;
    private Snapshot next;
    private TestMirror mirror;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        repository = new TestRepository();
        old = repository.snapshot(OLD);
        between = repository.snapshot(BETWEEN);
        next = repository.snapshot(NEW);
        mirror = new TestMirror(repository.objects());
        Path into = Files.createDirectory(directory.resolve("into"));
        node = new TestNode(new RecordedFiles(into, disk).root());
    }

    @AfterEach
    void stop() throws Exception {
        mirror.close();
    }

    @Test
    void aFirstFetch() throws Exception {
        node.fetch(next, mirror);
        remember(next, NEW);
        crashEverywhere(0);
    }

    @Test
    void anUpdateWithALocalFileToCarry() throws Exception {
        node.fetch(old, mirror);
        Files.write(node.file(SIGNER), new byte[] {5});
        remember(old, OLD);
        // The node has run for long since: all of this is on the disk.
        int durable = disk.size();
        node.fetch(next, mirror);
        remember(next, NEW);
        crashEverywhere(durable);
        assertThat(disk.size()).isGreaterThan(durable + 40);
    }

    @Test
    void aReleaseAppearsWhileTheFetchOfAnotherIsInterrupted() throws Exception {
        node.fetch(old, mirror);
        Files.write(node.file(SIGNER), new byte[] {5});
        remember(old, OLD);
        int durable = disk.size();
        node.fetch(between, mirror);
        remember(between, BETWEEN);
        int steps = disk.size();
        node.fetch(next, mirror);
        remember(next, NEW);
        crashEverywhere(durable, steps);
    }

    @Test
    void whatIsLeftOfAnotherReleaseIsTakenOver() throws Exception {
        node.fetch(old, mirror);
        Files.write(node.file(SIGNER), new byte[] {5});
        remember(old, OLD);
        FetchRequest request = node.request(Set.of(), List.of(), 2);
        try (Mirrors mirrors = new Patience().mirrors(mirror)) {
            BreakingAfter all = new BreakingAfter(Integer.MAX_VALUE, mirrors);
            TestNode whole = new TestNode(directory.resolve("whole"));
            whole.fetch(old, mirror);
            whole.fetch(whole.request(Set.of(), List.of(), 2), between, all);
            assertThatThrownBy(() -> node.fetch(request, between, new BreakingAfter(all.asked() - 1, mirrors)))
                    .hasMessageContaining("broke after");
        }
        int durable = disk.size();
        node.fetch(next, mirror);
        remember(next, NEW);
        crashEverywhere(durable);
    }

    private void remember(Snapshot snapshot, TestTree tree) throws IOException {
        tree.assertIsIn(Path.of(node.current().toString()), SIGNER);
        trees.put(snapshot.sequence(), listing(Path.of(node.current().toString())));
    }

    private void crashEverywhere(int durable) throws IOException {
        crashEverywhere(durable, disk.size());
    }

    private void crashEverywhere(int durable, int steps) throws IOException {
        for (int taken = durable; taken <= steps; taken++) {
            crash(taken, durable, "nothing", left -> 0);
            crash(taken, durable, "everything", left -> left);
            for (int i = 0; i < 3; i++) {
                crash(taken, durable, "something", left -> random.nextInt(left + 1));
            }
        }
        assertThat(seen).hasSizeGreaterThan(steps - durable);
    }

    private void crash(int taken, int durable, String what, Disk.Chance chance) throws IOException {
        Path home = directory.resolve("crash");
        disk.crash(taken, durable, chance, home);
        try {
            if (seen.add(listing(home))) {
                assertCurrentIsWhole(home);
                TestNode again = new TestNode(home);
                again.fetch(next, mirror);
                assertThat(listing(again.current())).isEqualTo(trees.get(next.sequence()));
                assertThat(again.versions()).noneMatch(name -> name.startsWith("."));
            }
        } catch (AssertionError | IOException e) {
            String last = taken == 0 ? "no step" : disk.step(taken - 1).toString();
            throw new AssertionError(
                    "after step " + taken + ", " + last + ", " + what + " being left: " + listing(home), e);
        } finally {
            delete(home);
        }
    }

    private void assertCurrentIsWhole(Path home) throws IOException {
        Optional<VersionId> active = Home.active(home);
        assertThat(active.isPresent()).isEqualTo(Files.exists(home.resolve("current"), LinkOption.NOFOLLOW_LINKS));
        assertThat(active.isPresent() || !trees.containsKey(old.sequence())).isTrue();
        if (active.isPresent()) {
            assertThat(listing(home.resolve("current").toRealPath()))
                    .isEqualTo(trees.get(active.get().sequence()));
            assertThat(home.resolve(".freshet/used").resolve(active.get().toString()))
                    .as("that it is in use is known")
                    .exists();
        }
    }

    private static Map<String, String> listing(Path root) throws IOException {
        Map<String, String> listing = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.toList()) {
                listing.put(root.relativize(path).toString(), describe(path));
            }
        }
        return listing;
    }

    private static String describe(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "-> " + Files.readSymbolicLink(path);
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
        String kind = Files.isDirectory(path)
                ? "directory"
                : Digest.of(Files.readAllBytes(path)).brief();
        return Integer.toOctalString(mode) + " " + kind;
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
