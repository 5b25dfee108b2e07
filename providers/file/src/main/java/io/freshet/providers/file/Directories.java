package io.freshet.providers.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Creates directories that outlive a loss of power. A directory that another writer has just created need not be on disk
 * yet, so each one is flushed once by each store that writes below it. Remembers the directories of the store, of which
 * there are hundreds, whatever the number of objects.
 */
final class Directories {
    private final Path root;
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    Directories(Path root) {
        this.root = root;
    }

    /** Creates what is missing of the directories above {@code file}, durably. */
    void createAbove(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory == null || (Files.isDirectory(directory) && isDurable(directory))) {
            return;
        }
        createAbove(directory);
        create(directory);
        flushNameOf(directory);
        durable.add(directory);
    }

    /** Where the one above it is there, and it can't be made, it never can: some file systems say so as if nothing was there. */
    private static void create(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (NoSuchFileException e) {
            Path above = directory.getParent();
            if (above != null && Files.isDirectory(above)) {
                throw new UnwritableDirectory(above, e);
            }
            throw e;
        }
    }

    /** Those above the root were there before us. */
    private boolean isDurable(Path directory) {
        return durable.contains(directory) || !directory.startsWith(root);
    }

    /** Makes the name of {@code file} durable. */
    static void flushNameOf(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
