package io.freshet.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.freshet.core.trust.MissingKey;
import io.freshet.fetcher.testing.TestNode;
import io.freshet.fetcher.testing.TestRepository;
import io.freshet.fetcher.testing.TestTree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever trusts times does not read again what nobody has written to since it was verified, where the file system makes clones:
 * in the directory that {@code FRESHET_TEST_CLONES} names, on XFS or Btrfs.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TrustedTimesFetchTest extends OneMirror {

    private static final int PAGE = 4096;
    private static final byte[] OLD = TestTree.noise(1, 64 * PAGE);
    private static final byte[] NEW = changed(OLD);
    private static final byte[] OTHER = TestTree.noise(2, 8 * PAGE);
    private static final long KEPT = 60L * PAGE + OTHER.length;

    private static final Map<String, byte[]> BEFORE = Map.of("pages/a", OLD, "pages/b", OTHER);
    private static final Map<String, byte[]> AFTER = Map.of("pages/a", NEW, "pages/b", OTHER);

    private Path clones;

    TrustedTimesFetchTest() throws IOException, MissingKey {
        super(new TestRepository(8));
    }

    private static byte[] changed(byte[] before) {
        byte[] pages = before.clone();
        for (int page = 0; page < 64; page += 16) {
            pages[page * PAGE] ^= 1;
        }
        return pages;
    }

    private static TestTree tree(Map<String, byte[]> files) {
        TestTree tree = new TestTree();
        files.forEach(tree::file);
        return tree;
    }

    @BeforeEach
    void fetchTheOld() throws Exception {
        String directory = System.getenv("FRESHET_TEST_CLONES");
        assumeThat(directory)
                .as("FRESHET_TEST_CLONES names no directory on a file system that makes clones (XFS, Btrfs)")
                .isNotNull();
        clones = Files.createTempDirectory(Path.of(directory), "untouched");
        node = new TestNode(clones.resolve("into"));
        node.fetch(repository.snapshot(tree(BEFORE)), mirror);
    }

    @AfterEach
    void remove() throws IOException {
        if (clones != null) {
            try (Stream<Path> all = Files.walk(clones)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private FetchReport fetch(Map<String, byte[]> files) throws Exception {
        FetchRequest request = new FetchRequest(node.into(), false, Set.of(), List.of(), List.of(), 2, true, 4, 2);
        FetchReport report = node.fetch(request, repository.snapshot(tree(files)), mirror);
        tree(files).assertIsIn(node.current());
        return report;
    }

    private FetchReport fetchTheNew() throws Exception {
        return fetch(AFTER);
    }

    @Test
    void isNotReadAgain() throws Exception {
        FetchReport report = fetchTheNew();
        assertThat(report.unread()).isEqualTo(KEPT);
        assertThat(report.reused()).isEqualTo(KEPT);
        assertThat(report.downloaded()).isEqualTo(4L * PAGE);
        assertThat(report.damaged()).isZero();
        // And what was made so counts as verified in its turn.
        assertThat(fetch(BEFORE).unread()).isEqualTo(KEPT);
    }

    @Test
    void isReadAgainByWhoeverDoesNotTrustTimes() throws Exception {
        FetchReport report = node.fetch(repository.snapshot(tree(AFTER)), mirror);
        tree(AFTER).assertIsIn(node.current());
        assertThat(report.unread()).isZero();
        assertThat(report.reused()).isEqualTo(KEPT);
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> all = Files.walk(node.into().resolve(".freshet/stamps"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void isReadAgainWhenTheSystemWasStartedAnew() throws Exception {
        for (Path log : logs()) {
            byte[] bytes = Files.readAllBytes(log);
            bytes[0] ^= 1;
            Files.write(log, bytes);
        }
        assertThat(fetchTheNew().unread()).isZero();
    }

    /** Ways to change a file that leave its length and its time of modification. */
    interface Change {
        void to(Path file) throws IOException;
    }

    private static void write(Path file) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(5 * PAGE);
            out.write(new byte[PAGE]);
        }
    }

    private static void map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.map(FileChannel.MapMode.READ_WRITE, 5 * PAGE, PAGE).put(0, new byte[PAGE]);
        }
    }

    private static void replace(Path file) throws IOException {
        Path other = file.resolveSibling("other");
        Files.copy(file, other);
        write(other);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    }

    static Stream<Change> changes() {
        return Stream.of(TrustedTimesFetchTest::write, TrustedTimesFetchTest::map, TrustedTimesFetchTest::replace);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void isReadAgainWhereSomebodyHasWritten(Change change) throws Exception {
        Path file = node.file("pages/a");
        FileTime time = Files.getLastModifiedTime(file);
        change.to(file);
        Files.setLastModifiedTime(file, time);
        FetchReport report = fetchTheNew();
        assertThat(report.unread()).isEqualTo(OTHER.length);
        assertThat(report.downloaded()).isEqualTo(5L * PAGE);
    }

    @Test
    void isReadAgainWhereItsStampIsLost() throws Exception {
        for (Path log : logs()) {
            Files.write(log, Arrays.copyOf(Files.readAllBytes(log), 40));
        }
        assertThat(fetchTheNew().unread()).isEqualTo(60L * PAGE);
    }

    @Test
    void whatAnInterruptedFetchLeftIsRead() throws Exception {
        Path left = node.into().resolve("versions/.staging-" + node.versions().getFirst());
        Files.createDirectories(left.resolve("pages"));
        Files.write(left.resolve("pages/a"), OLD);
        assertThat(fetchTheNew().unread()).isEqualTo(OTHER.length);
    }

    @Test
    void stampsOfVersionsThatAreGoneGo() throws Exception {
        fetchTheNew();
        Files.createDirectory(node.into().resolve(".freshet/stamps/000009-ffffffffffff"));
        fetch(Map.of("pages/a", NEW));
        try (Stream<Path> logs = Files.list(node.into().resolve(".freshet/stamps"))) {
            assertThat(logs.map(log -> log.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(node.versions());
        }
    }
}
