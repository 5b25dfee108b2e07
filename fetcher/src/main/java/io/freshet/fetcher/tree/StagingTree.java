package io.freshet.fetcher.tree;

import io.freshet.core.disk.Cloner;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.index.ModifiedAt;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One component's part of the staging tree. Directories are made open to their owner, and links only after all files
 * are there, so that nothing is ever written through one.
 */
public final class StagingTree implements AutoCloseable {

    private final Path root;
    private final Optional<Path> old;
    private final Cloner cloner;
    private final DirectoryTimes times;
    private final LeftTree left;
    private final Links links;

    /**
     * @param staging the staging tree, {@link #prepare prepared}
     * @param at the component's own directory in it
     * @param others directories in it that other components are fetched into, relative to it
     * @param old the component's own directory in the version in use, if there is one
     * @param temporary where a file may lie until this is closed
     */
    public StagingTree(
            Path staging, EntryPath at, List<EntryPath> others, Optional<Path> old, Cloner cloner, Path temporary)
            throws IOException {
        this.root = staging.resolve(at.value());
        this.old = old;
        this.cloner = cloner;
        this.left = new LeftTree(root, others);
        this.links = new Links(temporary);
        this.times = new DirectoryTimes(temporary);
    }

    /**
     * Makes the directories of all components that will be fetched, before any of them is begun, and removes what an
     * interrupted fetch has left in their way or beside them. What it has left in them is dealt with path by path.
     *
     * @param roots the components' directories
     */
    public static void prepare(Path staging, List<EntryPath> roots) throws IOException {
        removeBeside(staging, EntryPath.ROOT, roots);
        for (EntryPath each : roots) {
            makeRoot(staging, each);
        }
    }

    private static void removeBeside(Path staging, EntryPath directory, List<EntryPath> roots) throws IOException {
        if (roots.contains(directory)) {
            return;
        }
        Path path = staging.resolve(directory.value());
        open(path);
        try (DirectoryStream<Path> each = Files.newDirectoryStream(path)) {
            for (Path child : each) {
                String name = staging.relativize(child).toString();
                boolean onTheWay = EntryPath.problem(name).isEmpty()
                        && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)
                        && roots.stream().anyMatch(root -> root.isIn(new EntryPath(name)));
                if (onTheWay) {
                    removeBeside(staging, new EntryPath(name), roots);
                } else {
                    Trees.delete(child);
                }
            }
        }
    }

    /** Nothing of any component is there yet: what is no directory was left, and a link is not followed. */
    private static void makeRoot(Path staging, EntryPath at) throws IOException {
        Path directory = staging.resolve(at.value());
        if (!at.equals(EntryPath.ROOT)) {
            makeRoot(staging, at.parent());
        }
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            open(directory);
        } else {
            Files.deleteIfExists(directory);
            Files.createDirectory(directory);
        }
    }

    /** Opens a directory to its owner, for the time in which something may have to be made or removed in it. */
    static void open(Path directory) throws IOException {
        int mode = (int) Files.getAttribute(directory, "unix:mode", LinkOption.NOFOLLOW_LINKS) & Item.MODE_MASK;
        if ((mode & 0700) != 0700) {
            Files.setAttribute(directory, "unix:mode", mode | 0700, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /**
     * Comes to the snapshot's next path, which nothing but its like may be left at, and removes what was left at paths
     * before it.
     */
    public void reach(Item.Path next) throws IOException {
        left.reach(next);
    }

    /** Removes what was left after the snapshot's last path. */
    public void reachEnd() throws IOException {
        left.end();
    }

    /**
     * Makes a directory.
     *
     * @param time when it was modified; where that is not known, it is taken from the version in use
     */
    public void directory(EntryPath path, Optional<ModifiedAt> time) throws IOException {
        Path directory = root.resolve(path.value());
        times.add(time.map(StagingTree::fileTime)
                .or(() -> old.map(from -> from.resolve(path.value())).flatMap(StagingTree::directoryTime)));
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.setAttribute(directory, "unix:mode", 0700, LinkOption.NOFOLLOW_LINKS);
        } else {
            Files.createDirectory(directory);
        }
    }

    /**
     * Begins a file: over what an interrupted fetch has left, or over a copy-on-write clone of {@code old} where the
     * file system makes such, or from nothing.
     *
     * @param time when it was modified; where that is not known, it is taken from {@code old}
     */
    public StagedFile file(Item.File item, Optional<Path> old, Optional<ModifiedAt> time) throws IOException {
        Path path = path(item);
        StagedFile.Found found = StagedFile.Found.NOTHING;
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            found = StagedFile.Found.LEFT;
        } else if (old.isPresent() && cloner.clone(old.get(), path)) {
            found = StagedFile.Found.CLONE;
        }
        Optional<FileTime> modified = time.map(StagingTree::fileTime);
        if (modified.isEmpty() && old.isPresent() && Files.isRegularFile(old.get())) {
            modified = Optional.of(Files.getLastModifiedTime(old.get()));
        }
        return new StagedFile(path, item, found, modified);
    }

    /** Where a file lies. */
    Path path(Item.File file) {
        return root.resolve(file.path().value());
    }

    private static Optional<FileTime> directoryTime(Path directory) {
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS))
                    : Optional.empty();
        } catch (IOException e) {
            // Times are advice: a node that has just removed it is no reason to fail.
            return Optional.empty();
        }
    }

    private static FileTime fileTime(ModifiedAt time) {
        // The JDK makes 1970 of fractions of a second before it.
        int nanos = time.seconds() < 0 ? 0 : time.nanos();
        return FileTime.from(Instant.ofEpochSecond(time.seconds(), nanos));
    }

    /** Notes a link, which is made when all files are in their places. */
    public void link(Item.Link link) throws IOException {
        links.add(link);
    }

    /** Makes the links. */
    public void makeLinks() throws IOException {
        links.make((path, target) -> Files.createSymbolicLink(
                root.resolve(path), root.getFileSystem().getPath(target)));
    }

    /** The time of the next directory, in the order in which they were made. */
    Optional<FileTime> nextTime() throws IOException {
        return times.next();
    }

    /** Gives a directory its time and its mode, when all that is in it is there. */
    void seal(Item.Directory directory, Optional<FileTime> time) throws IOException {
        Path path = root.resolve(directory.path().value());
        if (time.isPresent()) {
            Files.setLastModifiedTime(path, time.get());
        }
        Files.setAttribute(path, "unix:mode", directory.mode(), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        try (links) {
            times.close();
        }
    }
}
