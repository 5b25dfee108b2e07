package io.freshet.publisher.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that changes while it is read is noticed, whatever the change. */
class OpenFileTest {

    @TempDir
    Path directory;

    private final SourceReader reader = new SourceReader(bytes -> {});
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.toRealPath().resolve("f");
        Files.write(file, new byte[1000]);
    }

    private interface Change {
        void make() throws IOException;
    }

    private FileChanged changed(Change change) throws Exception {
        SourceEntry entry = entry();
        try (OpenFile open = reader.open(entry)) {
            change.make();
            return assertThrows(FileChanged.class, () -> {
                open.read(new byte[1000], 0, 1000);
                open.requireUnchanged();
            });
        }
    }

    @Test
    void anUnchangedFileIsFine() throws Exception {
        try (OpenFile open = reader.open(entry())) {
            open.read(new byte[1000], 0, 1000);
            assertEquals(0, open.left());
            open.requireUnchanged();
        }
    }

    @Test
    void aShorterFileIsNoticed() throws Exception {
        FileChanged e = changed(() -> Files.write(file, new byte[10]));
        assertEquals("it had 1000 bytes, and then ended after 10", e.change());
        assertEquals(file.toString(), e.file());
    }

    @Test
    void aLongerFileIsNoticed() throws Exception {
        FileChanged e = changed(() -> Files.write(file, new byte[10], StandardOpenOption.APPEND));
        assertEquals("it had 1000 bytes, and then 1010", e.change());
    }

    @Test
    void aWriteThatSetsTheTimeBackIsNoticed() throws Exception {
        FileTime before = Files.getLastModifiedTime(file);
        changed(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {1}), 500);
            }
            Files.setLastModifiedTime(file, before);
        });
    }

    @Test
    void aChangeOfTheModeIsNoticed() throws Exception {
        changed(() -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------")));
    }

    @Test
    void anotherFileInItsPlaceIsNoticed() throws Exception {
        FileTime before = Files.getLastModifiedTime(file);
        FileChanged e = changed(() -> {
            Files.move(file, file.resolveSibling("old"));
            Files.write(file, new byte[1000]);
            Files.setLastModifiedTime(file, before);
        });
        assertEquals("another file took its place", e.change());
    }

    @Test
    void aRemovedFileIsNoticed() throws Exception {
        SourceEntry entry = entry();
        Files.delete(file);
        assertThrows(FileChanged.class, () -> reader.open(entry));
    }

    @Test
    void aLinkInItsPlaceIsNotFollowed() throws Exception {
        SourceEntry entry = entry();
        Files.move(file, file.resolveSibling("old"));
        Files.createSymbolicLink(file, Path.of("old"));
        assertThrows(IOException.class, () -> reader.open(entry));
    }

    @Test
    void holesAreFound() throws Exception {
        long size = 100L << 20;
        try (FileChannel channel = FileChannel.open(
                directory.resolve("sparse"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), 50L << 20);
            channel.write(ByteBuffer.wrap(new byte[] {1}), size - (10 << 20));
            channel.truncate(size);
        }
        Path sparse = directory.toRealPath().resolve("sparse");
        FileState state = FileState.read(sparse);
        SourceEntry entry = new SourceEntry(new io.freshet.core.index.EntryPath("sparse"), sparse, state, "");
        try (OpenFile open = reader.open(entry)) {
            Holes holes = open.holes().orElseThrow();
            List<Long> data = new ArrayList<>();
            for (long at = holes.nextData(0, size); at < size; at = holes.nextData(at + (5 << 20), size)) {
                data.add(at);
            }
            assertEquals(List.of(50L << 20, size - (10 << 20)), data);
            assertTrue(holes.nextData(size - 4096, size) == size || holes.nextData(size - 4096, size) == size - 4096);
        }
    }

    private SourceEntry entry() throws IOException {
        return new SourceEntry(new io.freshet.core.index.EntryPath("f"), file, FileState.read(file), "");
    }
}
