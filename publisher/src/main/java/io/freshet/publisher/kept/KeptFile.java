package io.freshet.publisher.kept;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is kept: it has what was written last, all of it, whenever a process dies. */
public final class KeptFile {

    private KeptFile() {}

    /** Writes a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void write(FileChannel to) throws IOException;
    }

    /** Puts content in the place of what the file has, in one step and durably; makes its directory if need be. */
    public static void replace(Path file, Content content) throws IOException {
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        String name = file.getFileName().toString();
        deleteUnfinished(directory, name);
        Path unfinished = Files.createTempFile(directory, name, ".part");
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            content.write(channel);
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** What a process that was killed while it wrote has left. */
    private static void deleteUnfinished(Path directory, String name) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, name + "*.part")) {
            for (Path part : left) {
                Files.deleteIfExists(part);
            }
        }
    }
}
