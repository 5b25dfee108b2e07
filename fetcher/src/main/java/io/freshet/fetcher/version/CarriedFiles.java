package io.freshet.fetcher.version;

import io.freshet.core.chunk.PathGlob;
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
import java.util.function.Predicate;

/**
 * Carries the node's own files along from one version to the next: local files (keys, signer state, peer lists), which
 * nothing of the snapshot takes the place of, and others that it was told of, which take the place of nothing. All are
 * copied durably: what a signer remembers must not be lost. Links are copied as links, sockets and pipes are left.
 */
public final class CarriedFiles implements NodeFiles.Carrier {

    private final LocalFiles local;
    private final List<PathGlob> more;
    private final Path from;
    private final Path to;
    private final List<EntryPath> carried = new ArrayList<>();

    /**
     * @param local which files belong to the node, whatever the snapshot has there
     * @param more which others go along where the snapshot has nothing: patterns of their paths, or of directories that
     *     they lie in
     * @param from the tree of the version before
     * @param to the tree of the next, which has all that is in its snapshot
     */
    public CarriedFiles(LocalFiles local, List<PathGlob> more, Path from, Path to) {
        this.local = local;
        this.more = List.copyOf(more);
        this.from = from;
        this.to = to;
    }

    /** Carries the local files. */
    public void carryLocal() throws IOException {
        carryAll(local::contains);
    }

    /** Carries all that the node may have made, for want of knowing what it has: whatever is of a name that goes along. */
    public void carryWhatMayBe() throws IOException {
        carryAll(path -> !local.contains(path) && isMore(path) && isFree(path));
    }

    /** The files that were carried. */
    public List<EntryPath> carried() {
        return List.copyOf(carried);
    }

    /** Carries a file that the node made, if it goes along; local files are taken for carried. */
    @Override
    public boolean carry(EntryPath path) throws IOException {
        if (local.contains(path)) {
            return true;
        }
        boolean goes = isMore(path) && isFree(path) && isFileOrLink(path);
        if (goes) {
            copy(path);
        }
        return goes;
    }

    private void carryAll(Predicate<EntryPath> which) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = from.relativize(file).toString();
                if (EntryPath.problem(name).isEmpty()
                        && which.test(new EntryPath(name))
                        && (attributes.isRegularFile() || attributes.isSymbolicLink())) {
                    copy(new EntryPath(name));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private boolean isFileOrLink(EntryPath path) {
        Path file = from.resolve(path.value());
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(file);
    }

    private boolean isMore(EntryPath path) {
        for (EntryPath at = path; !at.equals(EntryPath.ROOT); at = at.parent()) {
            String name = at.value();
            if (more.stream().anyMatch(pattern -> pattern.matches(name))) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is nothing at a path, and no more than directories above it. */
    private boolean isFree(EntryPath path) {
        Path at = to.resolve(path.value());
        if (Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        for (EntryPath above = path.parent(); !above.equals(EntryPath.ROOT); above = above.parent()) {
            Path directory = to.resolve(above.value());
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private void copy(EntryPath path) throws IOException {
        directory(path.parent());
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
        carried.add(path);
    }

    /** Makes a directory, and those above it, as they are where its files come from. */
    private void directory(EntryPath path) throws IOException {
        Path copy = to.resolve(path.value());
        if (path.equals(EntryPath.ROOT)) {
            return;
        }
        // From the top down: a link of the snapshot is not followed.
        directory(path.parent());
        if (Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.createDirectory(copy);
        Path original = from.resolve(path.value());
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(original, LinkOption.NOFOLLOW_LINKS));
        Durable.directory(to.resolve(path.parent().value()));
    }
}
