package io.freshet.publisher.kept;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tree of the copy: directories and files of its own, no link is followed. */
final class CopyTree {

    private static final FileAttribute<?> OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;

    private CopyTree(Path root) {
        this.root = root;
    }

    /**
     * The tree there, which is made if need be.
     *
     * @param root a path without links but the last
     */
    static CopyTree at(Path root) throws IOException {
        makeDirectory(root);
        return new CopyTree(root);
    }

    /** Makes a directory that nobody else may look into, unless it is there; what is no directory is not taken for one. */
    static void makeDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, OWNER_ALONE);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(directory.toString());
            }
        }
    }

    /**
     * Removes what lies at no path of these, and what is neither file nor directory.
     *
     * @throws KeptBaseRefused if some of it is on another device than the directory of the tree; nothing is removed then
     */
    void removeAllBut(Set<Path> paths) throws IOException {
        requireOneDevice();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!attributes.isRegularFile() || !paths.contains(root.relativize(file))) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                try {
                    Files.delete(directory);
                } catch (DirectoryNotEmptyException e) {
                    // Something in it stays.
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What somebody mounted there is not the copy's. */
    private void requireOneDevice() throws IOException {
        Path parent = Objects.requireNonNull(root.getParent());
        long device = device(parent);
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (device(directory) != device) {
                    throw new KeptBaseRefused(parent, "something else is mounted at " + directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static long device(Path directory) throws IOException {
        return (long) Files.getAttribute(directory, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Where the copy of a file belongs. Its directory is there; the file, if there is one, has no other name.
     *
     * @throws NotDirectoryException if something else lies on the way to it
     */
    Path place(Path path) throws IOException {
        Path directory = root;
        makeDirectory(directory);
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            directory = directory.resolve(path.getName(i));
            makeDirectory(directory);
        }
        // The directories are what they were called a moment ago.
        if (!directory.toRealPath().equals(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        Path place = root.resolve(path);
        if (hasOtherNames(place)) {
            Files.delete(place);
        }
        return place;
    }

    /** What is written through one name of a file changes what others have under another. */
    private static boolean hasOtherNames(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
    }
}
