package io.freshet.reader.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.pack.PackFooter;
import io.freshet.core.pack.PackRow;
import io.freshet.core.pack.PackTable;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.trust.OpenRepository;
import io.freshet.reader.testing.Library;
import io.freshet.reader.testing.Rendezvous;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Archives of real repositories, unpacked by GNU tar and zstd. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TarExportTest {

    private static final int HOLE = 8 << 20;

    @TempDir
    Path directory;

    private Library library;

    @BeforeEach
    void publish() throws Exception {
        library = new Library(directory);
        library.write("db/mdbx.dat", Library.noise(1, 700 * 4096));
        library.write("tables/000001.sst", Library.noise(2, 5_000_000));
        for (int i = 0; i < 40; i++) {
            library.write("meta/" + i + ".json", Library.noise(100 + i, 50 + i * 400));
        }
        library.write("meta/empty", new byte[0]);
        String deep = "long/" + "d".repeat(120) + "/" + "e".repeat(200);
        library.write(deep + "/Größe", Library.noise(3, 1000));
        Files.createSymbolicLink(library.source.resolve("CURRENT"), Path.of(deep));
        Files.createDirectories(library.source.resolve("an empty directory"));
        sparse("sparse", 5 * 4096 + 17);
        sparse("sparse to its end", 0);
        Files.setPosixFilePermissions(
                library.source.resolve("tables/000001.sst"), PosixFilePermissions.fromString("r-xr-x---"));
        Files.setLastModifiedTime(
                library.source.resolve("tables/000001.sst"), FileTime.from(Instant.parse("1969-07-20T20:17:40.5Z")));
        Files.setLastModifiedTime(
                library.source.resolve("meta/empty"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        library.publish();
    }

    @AfterEach
    void close() {
        library.close();
    }

    /** Data, a hole, data, another hole, and {@code tail} bytes at the end. */
    private void sparse(String path, int tail) throws IOException {
        try (FileChannel file = FileChannel.open(
                library.source.resolve(path), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(java.nio.ByteBuffer.wrap(Library.noise(7, 100_000)), 0);
            file.write(java.nio.ByteBuffer.wrap(Library.noise(8, 70_000)), HOLE);
            file.write(java.nio.ByteBuffer.wrap(Library.noise(9, Math.max(1, tail))), 2 * HOLE);
            if (tail == 0) {
                file.write(java.nio.ByteBuffer.wrap(new byte[1]), 2 * HOLE);
            }
        }
    }

    private TarReport export(RangeFetcher ranges, Path to) throws Exception {
        OpenRepository repository = library.open();
        Snapshot snapshot = Library.snapshot(repository, 1);
        RangeFetcher from = ranges == null ? repository.ranges() : ranges;
        try (var out = Files.newOutputStream(to)) {
            return new TarExport(snapshot, from, library.temporary, new Progress())
                    .write(snapshot.manifest().components(), out);
        }
    }

    @Test
    void tarAndZstdRestoreTheTreeWithItsHoles() throws Exception {
        Path archive = directory.resolve("a.tar.zst");
        TarReport report = export(null, archive);
        assertThat(report.archiveBytes()).isEqualTo(Files.size(archive));
        Path restored = Unpacked.of(archive);
        assertThat(Unpacked.describe(restored)).isEqualTo(Unpacked.describe(library.source));
        for (String name : List.of("sparse", "sparse to its end")) {
            long kilobytes = allocated(restored.resolve(name));
            assertThat(kilobytes).as("KiB on the disk of " + name).isLessThan(1024);
        }
        try (Stream<Path> left = Files.list(library.temporary)) {
            assertThat(left.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("tar")))
                    .isEmpty();
        }
    }

    private long allocated(Path file) throws Exception {
        Process process = new ProcessBuilder("du", "-k", file.toString()).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return Long.parseLong(output.substring(0, output.indexOf('\t')));
    }

    /** Every frame of the archive is one of the repository's, byte for byte, but for those that the report counts as made. */
    @Test
    void framesAreCopiedAsTheyAreStored() throws Exception {
        Path archive = directory.resolve("a.tar.zst");
        TarReport report = export(null, archive);
        Set<Digest> stored = storedFrames();
        byte[] bytes = Files.readAllBytes(archive);
        long copied = 0;
        long made = 0;
        long madePlain = 0;
        for (int at = 0; at < bytes.length; ) {
            int length = (int) Zstd.findFrameCompressedSize(bytes, at, bytes.length - at);
            if (stored.contains(Digest.of(bytes, at, length))) {
                copied++;
            } else {
                made++;
                madePlain += Zstd.getFrameContentSize(Arrays.copyOfRange(bytes, at, at + length));
            }
            at += length;
        }
        assertThat(copied).isEqualTo(report.copiedFrames()).isGreaterThan(20);
        assertThat(made).isEqualTo(report.madeFrames());
        assertThat(madePlain).isEqualTo(report.madePlain());
        // 60 entries of 512 to 2,048 bytes of headers, and small files that share a frame.
        assertThat(report.copiedPlain()).isGreaterThan(7_500_000);
        assertThat(report.madePlain()).isLessThan(600_000);
    }

    private Set<Digest> storedFrames() throws IOException {
        Set<Digest> frames = new HashSet<>();
        try (Stream<Path> packs = Files.walk(library.repository.resolve("packs"))) {
            for (Path pack : (Iterable<Path>) packs.filter(Files::isRegularFile)::iterator) {
                byte[] bytes = Files.readAllBytes(pack);
                PackFooter footer = PackFooter.parse(bytes, bytes.length);
                for (PackRow row : PackTable.parse(bytes, (int) footer.tableOffset(), footer)
                        .rows()) {
                    frames.add(Digest.of(bytes, (int) row.offset(), row.stored()));
                }
            }
        }
        return frames;
    }

    /** Without several requests under way at once, nobody would come to the rendezvous. */
    @Test
    void rangesAreFetchedAhead() throws Exception {
        OpenRepository repository = library.open();
        Rendezvous ranges = new Rendezvous(repository.ranges(), 4, 200_000);
        export(ranges, directory.resolve("a.tar.zst"));
        assertThat(ranges.met()).isTrue();
    }

    @Test
    void wrongBytesDoNotGetIntoAnArchive() throws Exception {
        Path pack = library.packs().getFirst();
        byte[] bytes = Files.readAllBytes(pack);
        for (int i = 100; i < bytes.length - 100_000; i += 4096) {
            bytes[i] ^= 1;
        }
        Files.write(pack, bytes);
        OpenRepository repository = library.open();
        Snapshot snapshot = Library.snapshot(repository, 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> new TarExport(snapshot, repository.ranges(), library.temporary, new Progress())
                        .write(snapshot.manifest().components(), out))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(pack.getFileName().toString());
    }
}
