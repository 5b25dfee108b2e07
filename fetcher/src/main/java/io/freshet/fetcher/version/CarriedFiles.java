package io.freshet.fetcher.version;

import io.freshet.core.index.EntryPath;
import io.freshet.core.local.LocalFiles;
import io.freshet.fetcher.tree.Durable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries local files (keys, signer state, peer lists) along from one version to the next. Nothing of the snapshot takes
 * their place.
 */
public final class CarriedFiles {

    private final LocalFiles local;

    /** @param local which files belong to the node */
    public CarriedFiles(LocalFiles local) {
        this.local = local;
    }

    /**
     * Copies the local files of {@code from} into {@code to}, durably: what a signer remembers must not be lost. Links
     * are copied as links, sockets and pipes are left.
     *
     * @return their paths
     */
    public List<EntryPath> carry(Path from, Path to) throws IOException {
        List<EntryPath> carried = new ArrayList<>();
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = from.relativize(file).toString();
                if (EntryPath.problem(name).isEmpty()
                        && local.contains(new EntryPath(name))
                        && (attributes.isRegularFile() || attributes.isSymbolicLink())) {
                    copy(new EntryPath(name), from, to);
                    carried.add(new EntryPath(name));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return carried;
    }

    private static void copy(EntryPath path, Path from, Path to) throws IOException {
        directory(path.parent(), from, to);
        Path copy = to.resolve(path.value());
        Files.copy(
                from.resolve(path.value()),
                copy,
                LinkOption.NOFOLLOW_LINKS,
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
        if (!Files.isSymbolicLink(copy)) {
            Durable.file(copy);
        }
        Durable.directory(to.resolve(path.parent().value()));
    }

    /** Makes a directory, and those above it, as they are where its files come from. */
    private static void directory(EntryPath path, Path from, Path to) throws IOException {
        Path copy = to.resolve(path.value());
        if (path.equals(EntryPath.ROOT) || Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        directory(path.parent(), from, to);
        Files.createDirectory(copy);
        Path original = from.resolve(path.value());
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(original, LinkOption.NOFOLLOW_LINKS));
        Durable.directory(to.resolve(path.parent().value()));
    }
}
