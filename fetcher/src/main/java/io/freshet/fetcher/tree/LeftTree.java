package io.freshet.fetcher.tree;

import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an interrupted fetch has left of a component, of the same version or of another, stepped through beside the paths
 * of the snapshot: files and directories that it has as well stay, for their bytes to be hashed where they lie, and
 * everything else is removed. No link stays, so that nothing is written through one. One directory's names are in memory
 * at a time and level.
 */
final class LeftTree {

    private final Path root;
    private final List<EntryPath> others;
    private final Deque<Iterator<EntryPath>> open = new ArrayDeque<>();
    private @Nullable EntryPath next = EntryPath.ROOT;

    /**
     * @param root the component's own directory, which is there
     * @param others directories in it that belong to other components, and are left alone
     */
    LeftTree(Path root, List<EntryPath> others) {
        this.root = root;
        this.others = List.copyOf(others);
    }

    /** Removes what lies before the snapshot's next path, and what lies there unless it is of the same kind. */
    void reach(Item.Path item) throws IOException {
        int order = -1;
        while (next != null && order < 0) {
            order = next.compareTo(item.path());
            if (order < 0) {
                remove(next);
            } else if (order == 0) {
                meet(next, item);
            }
            next = order <= 0 ? step() : next;
        }
    }

    /** Removes the rest. */
    void end() throws IOException {
        for (; next != null; next = step()) {
            remove(next);
        }
    }

    private void meet(EntryPath path, Item.Path item) throws IOException {
        Path here = root.resolve(path.value());
        switch (item) {
            case Item.Directory directory when Files.isDirectory(here, LinkOption.NOFOLLOW_LINKS) -> enter(path);
            case Item.File file when Files.isRegularFile(here, LinkOption.NOFOLLOW_LINKS) -> {}
            case Item.Path other -> remove(path);
        }
    }

    /** A directory on the way to another component stays, without what else is in it. */
    private void remove(EntryPath path) throws IOException {
        if (others.stream().anyMatch(other -> other.isIn(path))) {
            enter(path);
        } else {
            Trees.delete(root.resolve(path.value()));
        }
    }

    private void enter(EntryPath directory) throws IOException {
        Path path = root.resolve(directory.value());
        StagingTree.open(path);
        open.push(names(path, directory).iterator());
    }

    private @Nullable EntryPath step() {
        while (!open.isEmpty()) {
            Iterator<EntryPath> names = open.element();
            if (names.hasNext()) {
                return names.next();
            }
            open.pop();
        }
        return null;
    }

    /** What is in a directory, in the order of the index, but for other components. */
    private List<EntryPath> names(Path path, EntryPath directory) throws IOException {
        List<EntryPath> names = new ArrayList<>();
        List<Path> impossible = new ArrayList<>();
        try (var each = Files.newDirectoryStream(path)) {
            for (Path child : each) {
                String name = child.getFileName().toString();
                String full = directory.value().isEmpty() ? name : directory.value() + "/" + name;
                if (EntryPath.problem(full).isPresent()) {
                    impossible.add(child);
                } else if (!others.contains(new EntryPath(full))) {
                    names.add(new EntryPath(full));
                }
            }
        }
        for (Path child : impossible) {
            Trees.delete(child);
        }
        names.sort(null);
        return names;
    }
}
