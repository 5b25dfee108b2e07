package io.freshet.fetcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import io.freshet.fetcher.testing.Patience;
import io.freshet.fetcher.testing.TestMirror;
import io.freshet.fetcher.testing.TestNode;
import io.freshet.fetcher.testing.TestRepository;
import io.freshet.fetcher.testing.TestTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that wait for chunks that delta frames alone have: systems allow 1,024 descriptors, many of them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OpenFilesTest {

    private static final int FILES = 400;
    private static final int PAGE = 4096;
    private static final int OTHERS = 100;

    @TempDir
    Path directory;

    /** Looks at each range how many files of the directory are open. */
    private record Counting(RangeFetcher behind, Path below, AtomicLong most) implements RangeFetcher {
        @Override
        public Receipt fetch(ObjectRange range, byte[] into, int at) throws IOException {
            most.accumulateAndGet(open(below), Math::max);
            return behind.fetch(range, into, at);
        }

        @Override
        public Receipt again(Receipt wrong, byte[] into, int at, String reason) throws IOException {
            return behind.again(wrong, into, at, reason);
        }

        @Override
        public List<MirrorReport> reports() {
            return behind.reports();
        }
    }

    private static long open(Path below) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(each -> isBelow(each, below)).count();
        }
    }

    private static boolean isBelow(Path descriptor, Path below) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(below);
        } catch (IOException _) {
            return false; // closed meanwhile
        }
    }

    /** Of each file's two pages, one lies in a plain frame, and the other waits until the bases are there. */
    @Test
    void filesThatOnlyWaitForDeferredChunksAreClosed() throws Exception {
        TestRepository repository = new TestRepository(8);
        TestTree before = new TestTree();
        TestTree tree = new TestTree();
        for (int file = 0; file < FILES; file++) {
            byte[] old = TestTree.noise(file, 2 * PAGE);
            byte[] now = old.clone();
            System.arraycopy(TestTree.noise(FILES + file, 8), 0, now, PAGE + 100, 8);
            before.file("pages/" + file, old);
            tree.onlyDelta("pages/" + file, now, old);
        }
        repository.snapshot(before);
        Snapshot snapshot = repository.snapshot(tree);
        TestNode node = new TestNode(directory.toRealPath().resolve("into"));
        AtomicLong most = new AtomicLong();
        try (TestMirror mirror = new TestMirror(repository.objects());
                Mirrors mirrors = new Patience().mirrors(mirror)) {
            RangeFetcher counting = new Counting(mirrors, node.into(), most);
            node.fetch(node.request(Set.of(), List.of(), 1), snapshot, counting);
        }
        tree.assertIsIn(node.current());
        assertThat(most).hasPositiveValue().hasValueLessThan(OTHERS);
        assertThat(open(node.into())).isZero();
    }
}
