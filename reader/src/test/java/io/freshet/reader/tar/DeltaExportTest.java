package io.freshet.reader.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.BlobSource;
import io.freshet.core.manifest.Component;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.PackRow;
import io.freshet.core.pack.PackTable;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.trust.OpenRepository;
import io.freshet.publisher.DedupeRules;
import io.freshet.reader.store.StoreRanges;
import io.freshet.reader.testing.Library;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Archives of a release whose pages lie, in part, in delta frames only: of three nights, each against the one before. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DeltaExportTest {

    private static final int PAGE = 4096;
    private static final int PAGES = 900;
    private static final int HOLE = 300;
    private static final int NIGHTS = 3;

    @TempDir
    Path directory;

    private final byte[] pages = Library.noise(1, PAGES * PAGE);
    private Library library;

    @BeforeEach
    void publish() throws Exception {
        library = new Library(directory);
        library.configure(library.config().withDedupe(DedupeRules.DEFAULTS.withDeltas(NIGHTS, 10)));
        // Pages of zeros are no chunks.
        Arrays.fill(pages, HOLE * PAGE, 2 * HOLE * PAGE, (byte) 0);
        library.write("tables/1.sst", Library.noise(2, 1_500_000));
        for (int i = 0; i < 10; i++) {
            library.write("meta/" + i + ".json", Library.noise(100 + i, 50 + i * 400));
        }
        write();
        library.publish();
        for (int night = 1; night <= NIGHTS; night++) {
            Path base = directory.resolve("base-" + night);
            copy(library.source, base);
            library.makeDeltasAgainst(base);
            change(night);
            write();
            library.publish();
        }
    }

    @AfterEach
    void close() {
        library.close();
    }

    /** Changes a record in two of three pages, others each night. */
    private void change(int night) {
        for (int page = 0; page < PAGES; page++) {
            if (page % 3 != night % 3 && (page < HOLE || page >= 2 * HOLE)) {
                System.arraycopy(Library.noise(night * PAGES + page, 64), 0, pages, page * PAGE + 64 * night, 64);
            }
        }
    }

    /** All pages in one file, and the last of them in another once more. */
    private void write() throws IOException {
        library.write("db/mdbx.dat", pages);
        library.write("other/mdbx.dat", Arrays.copyOfRange(pages, 2 * HOLE * PAGE, pages.length));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private Snapshot latest(OpenRepository repository) throws Exception {
        return Library.snapshot(repository, NIGHTS + 1);
    }

    private TarReport export(OpenRepository repository, OutputStream out, Progress progress) throws Exception {
        Snapshot snapshot = latest(repository);
        return new TarExport(snapshot, repository.ranges(), library.temporary, progress)
                .write(snapshot.manifest().components(), out);
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(library.temporary)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void tarAndZstdRestoreWhatLiesInDeltasOnly() throws Exception {
        OpenRepository repository = library.open();
        assertThat(latest(repository).location().components().stream()
                        .flatMap(component -> component.bases().stream())
                        .map(BasesPlace::depth))
                .contains(1, 2, 3);
        Path archive = directory.resolve("a.tar.zst");
        Progress progress = new Progress();
        TarReport report;
        try (OutputStream out = Files.newOutputStream(archive)) {
            report = export(repository, out, progress);
        }
        assertNothingIsLeft();
        assertThat(Unpacked.describe(Unpacked.of(archive))).isEqualTo(Unpacked.describe(library.source));
        assertThat(progress.done()).isEqualTo(progress.total()).isEqualTo(report.bytes());
        assertThat(report.archiveBytes()).isEqualTo(Files.size(archive));
        assertTruthful(report, Files.readAllBytes(archive));
    }

    /** What was copied are the frames of the repository; pages of deltas count as made. */
    private static void assertTruthful(TarReport report, byte[] archive) {
        long plain = 0;
        int frames = 0;
        for (int at = 0; at < archive.length; frames++) {
            int length = (int) Zstd.findFrameCompressedSize(archive, at, archive.length - at);
            plain += Zstd.getFrameContentSize(Arrays.copyOfRange(archive, at, at + length));
            at += length;
        }
        assertThat(report.copiedFrames() + report.madeFrames()).isEqualTo(frames);
        assertThat(report.copiedPlain() + report.madePlain()).isEqualTo(plain);
        assertThat(report.copiedPlain()).isGreaterThan(1_400_000);
        assertThat(report.madePlain()).isGreaterThan((2L * HOLE + HOLE) * PAGE * 8 / 9);
    }

    @Test
    void aReleaseWithoutBasesNodesIsNotWalkedTwice() throws Exception {
        OpenRepository repository = library.open();
        Snapshot first = Library.snapshot(repository, 1);
        BlobSource none = _ -> {
            throw new AssertionError("the index is read");
        };
        List<Component> components = first.manifest().components();
        try (MadeChunks made = new MadeChunks(library.temporary)) {
            made.make(first, components, new StoreRanges(List.of(library.store)), none, library.temporary);
        }
        assertNothingIsLeft();
    }

    @Test
    void damagedDeltasDoNotGetIntoAnArchiveAndLeaveNothing() throws Exception {
        for (Path pack : library.packs()) {
            byte[] bytes = Files.readAllBytes(pack);
            for (PackRow row : PackTable.inTail(bytes, bytes.length).rows()) {
                if (row instanceof PackRow.DataFrame frame && frame.codec() == Codec.DELTA) {
                    bytes[(int) frame.offset() + frame.stored() - 5] ^= 1;
                }
            }
            Files.write(pack, bytes);
        }
        OpenRepository repository = library.open();
        OutputStream none = new OutputStream() {
            @Override
            public void write(int oneByte) {
                throw new AssertionError("the archive is begun");
            }
        };
        assertThatThrownBy(() -> export(repository, none, new Progress())).isInstanceOf(IOException.class);
        assertNothingIsLeft();
    }

    @Test
    void anArchiveThatCannotBeWrittenLeavesNothing() throws Exception {
        OpenRepository repository = library.open();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int oneByte) throws IOException {
                throw new IOException("no space left");
            }
        };
        assertThatThrownBy(() -> export(repository, full, new Progress())).hasMessage("no space left");
        assertNothingIsLeft();
    }
}
