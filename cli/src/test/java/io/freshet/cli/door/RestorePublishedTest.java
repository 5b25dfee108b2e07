package io.freshet.cli.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.FileMirror;
import io.freshet.cli.testing.Listing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code freshet publish} wrote in all its variety is restored by {@code restore.py}, which knows the specification alone. */
class RestorePublishedTest {

    /** More than a pointer's history holds: there is a page of older ones. */
    private static final int RELEASES = 19;

    private static final String CONFIG = """
        components:
          - {name: bootstrap, root: meta, priority: -1}
          - {name: main, requires: [bootstrap]}
          - {name: wal, root: db/wal, priority: 3, requires: [main]}
        profile:
          seed: "00c0ffee"
          inlineMax: 200
          rules:
            - match: "**/mdbx.dat"
              chunker: {kind: fixed, size: 4096}
            - match: "**/*.pages"
              chunker: {kind: fixed, size: 16384}
            - match: "**"
              chunker: {kind: fastcdc, min: 4096, avg: 16384, max: 65536, normalization: 1}
        """;

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(5);
    private Python python;
    private Path source;
    private Path repository;

    @BeforeEach
    void findPython() throws Exception {
        python = Python.orSkip();
        source = directory.resolve("source");
        repository = directory.resolve("repository");
        Files.writeString(directory.resolve("freshet.yaml"), CONFIG);
    }

    @Test
    void everyReleaseComesBack() throws Exception {
        makeSource();
        Cli.report("init", "--to", "file:" + repository, "--keys", keys(), "--channel", "mainnet/archive");
        for (int release = 1; release <= RELEASES; release++) {
            change(release);
            publish(release);
            if (release == 1 || release == 2 || release == RELEASES) {
                Listing.of(source).assertIsAt(restored(repository.toString(), release));
            }
        }
        try (FileMirror mirror = new FileMirror(repository)) {
            Path over = restored(mirror.url(), RELEASES + 1);
            Listing.of(source).assertIsAt(over);
            // Advice, but kept.
            assertThat(Files.getLastModifiedTime(over.resolve("db/mdbx.dat")))
                    .isEqualTo(Files.getLastModifiedTime(source.resolve("db/mdbx.dat")));
        }
        assertThat(pointerHasAnOlderPage()).isTrue();
    }

    private void publish(int height) throws IOException {
        Cli.report(
                "publish",
                source.toString(),
                "--to",
                "file:" + repository,
                "--keys",
                keys(),
                "--channel",
                "mainnet/archive",
                "--config",
                directory.resolve("freshet.yaml").toString(),
                "--state",
                directory.resolve("state").toString(),
                "--height",
                Integer.toString(height),
                "--network",
                "mainnet",
                "--client",
                "reth",
                "--client-version",
                "1.9.3",
                "--consistency",
                "stopped",
                "--quiet");
    }

    private Path restored(String from, int number) throws Exception {
        Path out = directory.resolve("out-" + number);
        Python.Run run = python.run(List.of(
                "examples/restore/restore.py",
                from,
                "mainnet/archive",
                out.toString(),
                "--root",
                keys() + "/root.json"));
        assertThat(run.code()).as(run.output()).isZero();
        return out;
    }

    private boolean pointerHasAnOlderPage() throws IOException {
        try (var all = Files.walk(repository.resolve("targets/channels"))) {
            for (Path pointer : all.filter(Files::isRegularFile).toList()) {
                var json = new ObjectMapper().readTree(pointer.toFile());
                if (json.get("sequence").intValue() == RELEASES) {
                    return json.get("older").isObject();
                }
            }
        }
        return false;
    }

    private String keys() {
        return directory.resolve("keys").toString();
    }

    private void makeSource() throws IOException {
        for (String name : List.of("db/wal", "meta/deep/er", "empty", "locked")) {
            Files.createDirectories(source.resolve(name));
        }
        write("db/mdbx.dat", 300 * 4096 + 77);
        write("db/state.pages", 5 * 16384);
        write("db/wal/1.log", 100_000);
        write("meta/inline", 200);
        write("meta/not-inline", 201);
        write("meta/one", 1);
        write("a-b", 10);
        write("a/b", 10);
        write("name with ü, \\ and 日本 😀", 300);
        write("locked/in", 5);
        Files.createFile(source.resolve("none"));
        Files.write(source.resolve("zeros"), new byte[100_000]);
        Files.createSymbolicLink(source.resolve("link"), Path.of("db/./mdbx.dat"));
        Files.createSymbolicLink(source.resolve("db/up"), Path.of("../meta"));
        Files.createSymbolicLink(source.resolve("db/wal/dangling"), Path.of("nowhere"));
        try (FileChannel sparse = FileChannel.open(
                source.resolve("sparse"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            sparse.write(ByteBuffer.wrap(new byte[] {1}), 3_000_000);
        }
        Files.setAttribute(source.resolve("meta/one"), "unix:mode", 04711);
        Files.setPosixFilePermissions(source.resolve("locked"), PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    private void write(String name, int length) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        Files.write(file, bytes);
    }

    private void change(int release) throws IOException {
        try (FileChannel pages = FileChannel.open(source.resolve("db/mdbx.dat"), StandardOpenOption.WRITE)) {
            for (int i = 0; i < 10; i++) {
                byte[] page = new byte[4096];
                random.nextBytes(page);
                pages.write(ByteBuffer.wrap(page), random.nextInt(300) * 4096L);
            }
        }
        Files.setLastModifiedTime(
                source.resolve("db/mdbx.dat"), FileTime.fromMillis(1_700_000_000_123L + release * 86_400_000L));
        write("db/wal/" + release + ".log", 20_000);
        Files.deleteIfExists(source.resolve("moved-" + (release - 1)));
        write("moved-" + release, 30_000);
    }
}
