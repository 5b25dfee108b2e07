package io.freshet.providers.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Temporary files of this store, and the removal of those that dead writers left. A writer lives as long as its lock file
 * is locked, which the operating system ends with the process; no clock and no process number is trusted. A reader never
 * comes here: nothing is created before the first write.
 */
final class Writers implements AutoCloseable {
    /** In the name of each writer of this process, which so never opens (and unlocks, see NameLock) its own lock files. */
    private static final String THIS_PROCESS = UUID.randomUUID().toString();

    private final Directories directories;
    private final Path directory;
    private final AtomicLong count = new AtomicLong();
    private @Nullable Alive self;

    Writers(Tree tree, Directories directories) {
        this.directories = directories;
        this.directory = tree.own().resolve("writers");
    }

    /** A name for a temporary file, on the file system of the store; the file isn't there yet. */
    Path newFile() throws IOException {
        return directory.resolve(self().id() + "-" + count.incrementAndGet() + ".tmp");
    }

    private synchronized Alive self() throws IOException {
        Alive known = self;
        if (known != null) {
            return known;
        }
        directories.createAbove(lockFile("any"));
        removeDead();
        Alive created = enlist();
        self = created;
        return created;
    }

    private Alive enlist() throws IOException {
        while (true) {
            String id = THIS_PROCESS + "-" + UUID.randomUUID();
            Path file = lockFile(id);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            // Another writer that clears up may have come between: then it has removed the file, or will.
            if (channel.tryLock() != null && Files.exists(file)) {
                return new Alive(id, channel);
            }
            channel.close();
        }
    }

    private void removeDead() throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(directory, "*.lock")) {
            for (Path file : locks) {
                String name = file.getFileName().toString();
                if (!name.startsWith(THIS_PROCESS)) {
                    removeIfDead(name.substring(0, name.length() - ".lock".length()));
                }
            }
        }
    }

    private void removeIfDead(String id) throws IOException {
        try (FileChannel channel = FileChannel.open(lockFile(id), StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                removeFiles(id);
            }
        } catch (OverlappingFileLockException | NoSuchFileException e) {
            // Another store clears up here just now.
            return;
        }
    }

    /** The lock file goes last, so that no temporary file ever stays behind without one. */
    private void removeFiles(String id) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, id + "-*.tmp")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(lockFile(id));
    }

    private Path lockFile(String id) {
        return directory.resolve(id + ".lock");
    }

    @Override
    public synchronized void close() {
        Alive known = self;
        self = null;
        if (known != null) {
            try (FileChannel channel = known.lock()) {
                removeFiles(known.id());
            } catch (IOException e) {
                throw new UncheckedIOException("can't remove the temporary files in " + directory, e);
            }
        }
    }

    private record Alive(String id, FileChannel lock) {}
}
