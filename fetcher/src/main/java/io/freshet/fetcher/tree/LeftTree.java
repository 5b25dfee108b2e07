package io.freshet.fetcher.tree;

import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
    private final TreeSteps steps;
    private @Nullable EntryPath next;

    /**
     * @param root the component's own directory, which is there when the first path is come to
     * @param others directories in it that belong to other components, and are left alone
     */
    LeftTree(Path root, List<EntryPath> others) throws IOException {
        this.root = root;
        this.others = List.copyOf(others);
        this.steps = new TreeSteps(root, EntryPath.ROOT, others, Trees::delete);
        this.next = steps.next();
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
            next = order <= 0 ? steps.next() : next;
        }
    }

    /** Removes the rest. */
    void end() throws IOException {
        for (; next != null; next = steps.next()) {
            remove(next);
        }
    }

    private void meet(EntryPath path, Item.Path item) throws IOException {
        Path here = root.resolve(path.value());
        switch (item) {
            case Item.Directory directory
            when Files.isDirectory(here, LinkOption.NOFOLLOW_LINKS) -> StagingTree.open(here);
            case Item.File file when Files.isRegularFile(here, LinkOption.NOFOLLOW_LINKS) -> {}
            case Item.Path other -> remove(path);
        }
    }

    /** A directory on the way to another component stays, without what else is in it. */
    private void remove(EntryPath path) throws IOException {
        Path here = root.resolve(path.value());
        if (others.stream().anyMatch(other -> other.isIn(path))) {
            StagingTree.open(here);
        } else {
            Trees.delete(here);
        }
    }
}
