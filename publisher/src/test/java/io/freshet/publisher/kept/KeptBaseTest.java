package io.freshet.publisher.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.publisher.ProgressListener;
import io.freshet.publisher.source.LibC;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy of page files: what is in it, what is written, and what it takes. */
class KeptBaseTest {

    private static final int PAGE = KeptHouse.PAGE;
    private static final int WINDOW = KeptHouse.WINDOW;
    private static final Path COUNTS = Path.of("/proc/self/io");

    @TempDir
    private Path directory;

    private KeptHouse house;

    @BeforeEach
    void makeHouse() throws IOException {
        house = new KeptHouse(directory);
    }

    @Test
    void filesOfPagesAreCopiedAndNoOthers() throws Exception {
        Path pages = house.write("db/mdbx.dat", house.noise(3 * WINDOW + 5 * PAGE + 100));
        Path more = house.write("data.mdb", house.noise(PAGE));
        house.write("segments/0.bin", house.noise(PAGE));
        house.write("db/less-than-a-page/data.mdb", house.noise(PAGE - 1));
        AtomicLong toKeep = new AtomicLong();
        AtomicLong done = new AtomicLong();
        KeptReport report = house.keep(KeptHouse.PLENTY, new ProgressListener() {
            @Override
            public void keeping(long bytes) {
                toKeep.set(bytes);
            }

            @Override
            public void kept(long bytes) {
                done.addAndGet(bytes);
            }
        });
        assertThat(report.failure()).isEmpty();
        assertThat(report.bytes()).isEqualTo(Files.size(pages) + Files.size(more));
        assertThat(report.leftOut()).isZero();
        assertThat(toKeep.get()).isEqualTo(report.bytes());
        assertThat(done.get()).isEqualTo(report.bytes());
        assertThat(house.copy("db/mdbx.dat")).hasSameBinaryContentAs(pages);
        assertThat(house.copy("data.mdb")).hasSameBinaryContentAs(more);
        assertThat(files()).containsExactlyInAnyOrder("db/mdbx.dat", "data.mdb");
    }

    @Test
    void onlyWhatDiffersIsWritten() throws Exception {
        Path pages = house.write("mdbx.dat", house.noise(16 * WINDOW + PAGE));
        assumeSharesNoBlocks(house.keep(KeptHouse.PLENTY));
        long inode = inode(house.copy("mdbx.dat"));
        house.overwrite(pages, 0, PAGE);
        house.overwrite(pages, WINDOW - PAGE, 2 * PAGE);
        house.overwrite(pages, 5 * WINDOW + 3 * PAGE + 17, 64);
        house.overwrite(pages, Files.size(pages) - 1, 1);

        long before = bytesWritten();
        KeptReport report = house.keep(KeptHouse.PLENTY);
        long wrote = bytesWritten() - before;

        assertThat(report.written()).isEqualTo(5 * PAGE);
        assertThat(report.bytes()).isEqualTo(Files.size(pages));
        assertThat(house.copy("mdbx.dat")).hasSameBinaryContentAs(pages);
        assertThat(inode(house.copy("mdbx.dat"))).isEqualTo(inode);
        // The kernel counts what this process has written, the log of the test included.
        assertThat(wrote).isLessThan(WINDOW);
    }

    @Test
    void theSameSourceAgainWritesNothing() throws Exception {
        house.write("mdbx.dat", house.noise(2 * WINDOW));
        house.keep(KeptHouse.PLENTY);
        KeptReport again = house.keep(KeptHouse.PLENTY);
        assertThat(again.written()).isZero();
        assertThat(again.bytes()).isEqualTo(2 * WINDOW);
    }

    @Test
    void aFileMayGrowAndShrink() throws Exception {
        byte[] bytes = house.noise(4 * WINDOW);
        house.write("mdbx.dat", Arrays.copyOf(bytes, WINDOW + PAGE));
        house.keep(KeptHouse.PLENTY);
        for (int size : new int[] {bytes.length, 2 * WINDOW + 1}) {
            Path pages = house.write("mdbx.dat", Arrays.copyOf(bytes, size));
            assertThat(house.keep(KeptHouse.PLENTY).bytes()).isEqualTo(size);
            assertThat(house.copy("mdbx.dat")).hasSameBinaryContentAs(pages);
        }
    }

    @Test
    void holesStayHoles() throws Exception {
        assumeTrue(LibC.find().isPresent(), "a system that tells where holes are");
        Path pages = house.write("mdbx.dat", house.noise(PAGE));
        house.overwrite(pages, 32L * WINDOW, PAGE);
        assumeTrue(KeptHouse.data(pages) == WINDOW + PAGE, "a file system that has holes");
        KeptReport report = house.keep(KeptHouse.PLENTY);
        assertThat(report.bytes()).isEqualTo(WINDOW + PAGE);
        assertThat(KeptHouse.data(house.copy("mdbx.dat"))).isEqualTo(WINDOW + PAGE);
        assertThat(house.copy("mdbx.dat")).hasSameBinaryContentAs(pages);
    }

    @Test
    void whatHasBecomeAHoleCountsAsLongAsItTakesSpace() throws Exception {
        house.write("mdbx.dat", house.noise(6 * WINDOW));
        assumeSharesNoBlocks(house.keep(KeptHouse.PLENTY));
        Path pages = house.write("mdbx.dat", house.noise(PAGE));
        house.overwrite(pages, 5L * WINDOW, WINDOW);
        KeptReport report = house.keep(4 * WINDOW);
        assertThat(report.bytes()).isEqualTo(4 * WINDOW);
        assertThat(KeptHouse.data(house.copy("mdbx.dat"))).isEqualTo(4 * WINDOW);
        assertThat(Files.readAllBytes(house.copy("mdbx.dat")))
                .isEqualTo(Arrays.copyOf(Files.readAllBytes(pages), 4 * WINDOW));
    }

    @Test
    void filesAreKeptInTheirOrderUntilTheRoomIsUsed() throws Exception {
        Path first = house.write("a/mdbx.dat", house.noise(2 * WINDOW));
        Path second = house.write("b/mdbx.dat", house.noise(2 * WINDOW));
        house.write("c/mdbx.dat", house.noise(WINDOW));
        assertThat(house.keep(KeptHouse.PLENTY).leftOut()).isZero();

        long limit = 3 * WINDOW + 5 * PAGE;
        KeptReport less = house.keep(limit);
        assertThat(less.bytes()).isEqualTo(limit);
        assertThat(less.leftOut()).isEqualTo(2 * WINDOW - 5 * PAGE);
        assertThat(files()).containsExactlyInAnyOrder("a/mdbx.dat", "b/mdbx.dat");
        assertThat(house.copy("a/mdbx.dat")).hasSameBinaryContentAs(first);
        assertThat(Files.readAllBytes(house.copy("b/mdbx.dat")))
                .isEqualTo(Arrays.copyOf(Files.readAllBytes(second), WINDOW + 5 * PAGE));

        assertThat(house.keep(PAGE).bytes()).isEqualTo(PAGE);
        assertThat(files()).containsExactly("a/mdbx.dat");
        assertThat(Files.size(house.copy("a/mdbx.dat"))).isEqualTo(PAGE);
    }

    @Test
    void noMoreThanTheRoomIsUsedWhileItIsCopied() throws Exception {
        house.write("b/mdbx.dat", house.noise(3 * WINDOW));
        house.write("c/mdbx.dat", house.noise(WINDOW));
        long limit = 4L * WINDOW;
        assumeSharesNoBlocks(house.keep(limit));
        Path fresh = house.write("a/mdbx.dat", house.noise(2 * WINDOW));
        List<Long> taken = new ArrayList<>();
        KeptReport report = house.keep(limit, new ProgressListener() {
            @Override
            public void kept(long bytes) {
                taken.add(takes());
            }
        });
        assertThat(report.bytes()).isEqualTo(limit);
        assertThat(report.written()).isEqualTo(2 * WINDOW);
        assertThat(taken).hasSize(4).allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(limit));
        assertThat(house.copy("a/mdbx.dat")).hasSameBinaryContentAs(fresh);
        assertThat(files()).containsExactlyInAnyOrder("a/mdbx.dat", "b/mdbx.dat");
    }

    /** Bytes of all files of the copy. */
    private long takes() {
        try {
            long bytes = 0;
            for (String file : files().toList()) {
                bytes += KeptHouse.data(house.copy(file));
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatTheSourceHasNoMoreIsRemoved() throws Exception {
        Path gone = house.write("old/deep/mdbx.dat", house.noise(PAGE));
        house.write("db/mdbx.dat", house.noise(PAGE));
        house.keep(KeptHouse.PLENTY);
        Files.delete(gone);
        house.keep(KeptHouse.PLENTY);
        assertThat(files()).containsExactly("db/mdbx.dat");
        assertThat(house.copy("old")).doesNotExist();
    }

    @Test
    void aFileMayTakeThePlaceOfADirectoryAndTheOtherWayRound() throws Exception {
        Path file = house.write("x/mdbx.dat", house.noise(PAGE));
        house.keep(KeptHouse.PLENTY);
        Files.delete(file);
        house.write("x/mdbx.dat/mdbx.dat", house.noise(PAGE));
        assertThat(house.keep(KeptHouse.PLENTY).failure()).isEmpty();
        assertThat(files()).containsExactly("x/mdbx.dat/mdbx.dat");
        Files.delete(house.source.resolve("x/mdbx.dat/mdbx.dat"));
        Files.delete(file);
        house.write("x/mdbx.dat", house.noise(PAGE));
        assertThat(house.keep(KeptHouse.PLENTY).failure()).isEmpty();
        assertThat(files()).containsExactly("x/mdbx.dat");
    }

    @Test
    void anInterruptionLeavesWhatIsDoneAndWhatWasThere() throws Exception {
        byte[] old = house.noise(4 * WINDOW);
        house.write("mdbx.dat", old);
        assumeSharesNoBlocks(house.keep(KeptHouse.PLENTY));
        byte[] now = house.noise(8 * WINDOW);
        Path pages = house.write("mdbx.dat", now);
        KeptReport cut = house.keep(KeptHouse.PLENTY, new ProgressListener() {
            private int windows;

            @Override
            public void kept(long bytes) {
                windows++;
                if (windows == 2) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(cut.failure().orElseThrow()).isInstanceOf(ClosedByInterruptException.class);
        assertThat(cut.bytes()).isEqualTo(2 * WINDOW);
        assertThat(cut.leftOut()).isEqualTo(6 * WINDOW);
        byte[] half = Arrays.copyOf(old, old.length);
        System.arraycopy(now, 0, half, 0, 2 * WINDOW);
        assertThat(Files.readAllBytes(house.copy("mdbx.dat"))).isEqualTo(half);

        assertThat(house.keep(KeptHouse.PLENTY).written()).isEqualTo(6 * WINDOW);
        assertThat(house.copy("mdbx.dat")).hasSameBinaryContentAs(pages);
    }

    @Test
    void zeroRemovesTheCopyAndNothingElse() throws Exception {
        Path pages = house.write("mdbx.dat", house.noise(PAGE));
        house.keep(KeptHouse.PLENTY);
        Path beside = Files.writeString(house.kept.resolveSibling("other"), "mine");
        KeptReport report = house.keep(0);
        assertThat(report.failure()).isEmpty();
        assertThat(house.kept).doesNotExist();
        assertThat(beside).exists();
        assertThat(pages).exists();
        assertThat(report.wasThere()).isTrue();
        KeptReport again = house.keep(0);
        assertThat(again.failure()).isEmpty();
        assertThat(again.wasThere()).isFalse();
    }

    private void assumeSharesNoBlocks(KeptReport first) {
        assumeTrue(first.written() > 0, "a file system that makes no clones");
    }

    /** Paths of all files of the copy. */
    private Stream<String> files() throws IOException {
        Path tree = house.copy("");
        try (Stream<Path> all = Files.walk(tree)) {
            return all
                    .filter(Files::isRegularFile)
                    .map(file -> tree.relativize(file).toString())
                    .toList()
                    .stream();
        }
    }

    private static long inode(Path file) throws IOException {
        return (long) Files.getAttribute(file, "unix:ino");
    }

    /** Bytes that this process has handed to the kernel to write, as that counts them; 0 where it doesn't. */
    private static long bytesWritten() throws IOException {
        if (!Files.isReadable(COUNTS)) {
            return 0;
        }
        return Files.readAllLines(COUNTS).stream()
                .filter(line -> line.startsWith("wchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
                .sum();
    }
}
