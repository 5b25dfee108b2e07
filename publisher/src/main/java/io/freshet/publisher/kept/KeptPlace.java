package io.freshet.publisher.kept;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a copy, which nothing is written to or removed from unless it is the copy's own: it has the tree
 * {@code tree}, a file {@code part} while one is cloned, and {@code CACHEDIR.TAG}, by which programs that make backups know
 * a cache and this class what it may remove. A run that changes it holds a lock on that tag.
 *
 * @param directory a path without links when it was named
 * @param source what the copy is of, without links
 */
record KeptPlace(Path directory, Path source) {

    private static final String TAG = "CACHEDIR.TAG";
    private static final String TAG_TEXT = """
        Signature: 8a477f597d28d172789f06886806bc55
        # What freshet publish --keep-base keeps for its next run. It may be removed at any time.
        """;

    /** Names a place, of which nothing need be there. */
    static KeptPlace at(Path directory, Path source) throws IOException {
        Path parent = real(Objects.requireNonNull(directory.toAbsolutePath().getParent()));
        return new KeptPlace(parent.resolve(directory.getFileName()), source.toRealPath());
    }

    /** The path without links of what may not be there yet. */
    private static Path real(Path path) throws IOException {
        @Nullable Path parent = path.getParent();
        return parent == null || Files.exists(path)
                ? path.toRealPath()
                : real(parent).resolve(path.getFileName());
    }

    Path tree() {
        return directory.resolve("tree");
    }

    /** Whether there is a tree, and no link to one. */
    boolean hasTree() {
        return Files.isDirectory(tree(), LinkOption.NOFOLLOW_LINKS);
    }

    Path part() {
        return directory.resolve("part");
    }

    private Path tag() {
        return directory.resolve(TAG);
    }

    boolean isThere() {
        return Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Makes sure that the directory is the copy's own. That may be another one than it was hours ago.
     *
     * @throws KeptBaseRefused if it overlaps the source, or holds something else
     */
    void require() throws IOException {
        requireApart();
        if (isThere()) {
            requireOwn();
            Optional<String> mounted = Mounts.below(directory);
            if (mounted.isPresent()) {
                throw new KeptBaseRefused(directory, "something else is mounted at " + mounted.get());
            }
        }
    }

    /** Makes the directory, unless it is there. */
    void make() throws IOException {
        require();
        Files.createDirectories(Objects.requireNonNull(directory.getParent()));
        CopyTree.makeDirectory(directory);
        try {
            Files.writeString(tag(), TAG_TEXT, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            // It is there already.
        }
    }

    private void requireApart() throws IOException {
        if (leadsTo(directory, source) || leadsTo(source, directory) || leadsTo(source, tree())) {
            throw new KeptBaseRefused(directory, "it overlaps the source " + source);
        }
    }

    /** Whether a path lies in a directory or is it, also where that has another name since it is mounted twice. */
    private static boolean leadsTo(Path path, Path directory) throws IOException {
        boolean isThere = Files.exists(directory);
        for (@Nullable Path way = path; way != null; way = way.getParent()) {
            if (way.equals(directory) || (isThere && Files.exists(way) && Files.isSameFile(way, directory))) {
                return true;
            }
        }
        return false;
    }

    private void requireOwn() throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new KeptBaseRefused(directory, "it is no directory");
        }
        if (!directory.toRealPath().equals(directory)) {
            throw new KeptBaseRefused(directory, "a link leads there now");
        }
        if (!Files.isRegularFile(tag(), LinkOption.NOFOLLOW_LINKS) && holds(path -> true)) {
            throw new KeptBaseRefused(directory, "it holds other things (there is no " + TAG + " in it)");
        }
    }

    private boolean holds(DirectoryStream.Filter<Path> these) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, these)) {
            return all.iterator().hasNext();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /**
     * Keeps other runs away until it is closed.
     *
     * @throws KeptBaseRefused if another run does that
     */
    FileChannel lock() throws IOException {
        FileChannel channel = FileChannel.open(tag(), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        boolean isLocked = false;
        try {
            isLocked = isLocked(channel);
        } finally {
            if (!isLocked) {
                channel.close();
            }
        }
        if (!isLocked) {
            throw new KeptBaseRefused(directory, "another run keeps it");
        }
        return channel;
    }

    private boolean isLocked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            // Another run may have removed it before it let it go.
            return lock != null && Files.exists(tag(), LinkOption.NOFOLLOW_LINKS);
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Removes the copy. Where other things lie beside it, the tag stays, too. */
    void remove() throws IOException {
        if (hasTree()) {
            CopyTree.at(tree()).removeAllBut(Set.of());
        }
        Files.deleteIfExists(part());
        if (holds(path -> !path.equals(tag()))) {
            throw new DirectoryNotEmptyException(directory.toString());
        }
        Files.deleteIfExists(tag());
        Files.delete(directory);
    }
}
