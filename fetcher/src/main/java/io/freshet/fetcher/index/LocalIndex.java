package io.freshet.fetcher.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.ContentCache;
import io.freshet.core.index.ContentChild;
import io.freshet.core.index.ContentNode;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Content nodes of the versions that are kept here, one file each, named by their ids: what is known of local data, and
 * what need not be downloaded again. A file that was damaged is worth as much as one that is not there.
 */
public final class LocalIndex implements ContentCache {

    private final Path directory;
    private final Path fresh;

    /** @param directory where the files lie; made when the first comes */
    public LocalIndex(Path directory) {
        this.directory = directory;
        this.fresh = directory.resolve("fresh");
    }

    @Override
    public Optional<byte[]> get(Digest id) throws IOException {
        return find(id).map(Found::plain);
    }

    /** A node that is here and right. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Found(byte[] plain, ContentNode node) {}

    private Optional<Found> find(Digest id) throws IOException {
        Optional<Found> settled = read(file(directory, id), id);
        return settled.isPresent() ? settled : read(file(fresh, id), id);
    }

    private static Optional<Found> read(Path file, Digest id) throws IOException {
        try {
            byte[] plain = Files.readAllBytes(file);
            return Optional.of(new Found(plain, ContentNode.read(id, plain)));
        } catch (NoSuchFileException | FormatException e) {
            return Optional.empty();
        }
    }

    /** Whether a node is one of a version that is complete, and not just of one that is being fetched. */
    public boolean isSettled(Digest id) {
        return Files.exists(file(directory, id));
    }

    /** Whether there are nodes of a version that was never {@link #settle settled}. */
    public boolean unsettled() throws IOException {
        for (Path shard : entries(fresh)) {
            if (!entries(shard).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The version that was being fetched is complete: its nodes are what is known of local data. */
    public void settle() throws IOException {
        for (Path shard : entries(fresh)) {
            Path to = directory.resolve(shard.getFileName().toString());
            Files.createDirectories(to);
            for (Path node : entries(shard)) {
                Files.move(node, to.resolve(node.getFileName().toString()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** What lies in a directory, which may not be there. */
    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> each = Files.list(directory)) {
            return each.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public void put(Digest id, byte[] plain) throws IOException {
        Path file = file(fresh, id);
        Files.createDirectories(file.getParent());
        Path temporary = file.resolveSibling(id + ".new");
        Files.write(temporary, plain);
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Takes the leaves of a tree, in order. */
    @FunctionalInterface
    public interface Leaves {
        /** The next leaf; false ends the walk. */
        boolean leaf(ContentNode.Leaf leaf) throws IOException;
    }

    /**
     * Visits the leaves of a tree as far as its nodes are here.
     *
     * @return false if a node was missing, or the visitor ended the walk
     */
    public boolean walk(Digest root, Leaves visitor) throws IOException {
        return walk(root, child -> true, visitor);
    }

    /** The same for the leaves that paths begin in: what the others hold are chunks of a file that began before. */
    public boolean walkPaths(Digest root, Leaves visitor) throws IOException {
        return walk(root, child -> child.sums().paths() > 0, visitor);
    }

    private boolean walk(Digest node, Predicate<ContentChild> wanted, Leaves visitor) throws IOException {
        Optional<Found> found = find(node);
        if (found.isEmpty()) {
            return false;
        }
        return switch (found.get().node()) {
            case ContentNode.Leaf leaf -> visitor.leaf(leaf);
            case ContentNode.Branch branch -> {
                for (ContentChild child : branch.children()) {
                    if (wanted.test(child) && !walk(child.id(), wanted, visitor)) {
                        yield false;
                    }
                }
                yield true;
            }
        };
    }

    /** Removes every node that belongs to none of these trees. Leaves are not read: a damaged one stays until it is fetched anew. */
    public void keep(List<Digest> roots) throws IOException {
        Set<String> names = new HashSet<>();
        for (Digest root : roots) {
            collect(root, ContentNode.MAX_LEVEL, names);
        }
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> gone;
        try (Stream<Path> files = Files.walk(directory, 2)) {
            gone = files.filter(Files::isRegularFile)
                    .filter(file -> !names.contains(file.getFileName().toString()))
                    .toList();
        }
        for (Path file : gone) {
            Files.deleteIfExists(file);
        }
    }

    /** Adds the names of a node, of that level at most, and of all below it. A leaf need not be read. */
    private void collect(Digest id, int level, Set<String> names) throws IOException {
        if (!names.add(id.toString()) || level == 0) {
            return;
        }
        Optional<Found> found = find(id);
        if (found.isPresent() && found.get().node() instanceof ContentNode.Branch branch) {
            for (ContentChild child : branch.children()) {
                collect(child.id(), branch.level() - 1, names);
            }
        }
    }

    private static Path file(Path root, Digest id) {
        String name = id.toString();
        return root.resolve(name.substring(0, 2)).resolve(name);
    }
}
