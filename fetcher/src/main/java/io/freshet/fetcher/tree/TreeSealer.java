package io.freshet.fetcher.tree;

import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Passes a component's items once more, when all that is in its directories is there: closes each behind itself, and notes
 * the stamps of files.
 */
public final class TreeSealer {

    private final StagingTree tree;
    private final StampLog stamps;
    private final Deque<Open> open = new ArrayDeque<>();

    private record Open(Item.Directory directory, Optional<FileTime> time) {}

    /** @param tree the component's files */
    public TreeSealer(StagingTree tree, StampLog stamps) {
        this.tree = tree;
        this.stamps = stamps;
    }

    /** Takes the next items, all of which were verified before. */
    public void pass(List<Item> items) throws IOException {
        for (Item item : items) {
            if (item instanceof Item.Path path) {
                leave(path.path());
                switch (path) {
                    case Item.Directory directory -> open.push(new Open(directory, tree.nextTime()));
                    case Item.File file -> stamps.add(tree.path(file));
                    case Item.Link _ -> {}
                }
            }
        }
    }

    /** Closes the directories that are still open. */
    public void end() throws IOException {
        while (!open.isEmpty()) {
            seal();
        }
    }

    private void leave(EntryPath next) throws IOException {
        while (!open.isEmpty() && !next.isIn(open.element().directory().path())) {
            seal();
        }
    }

    private void seal() throws IOException {
        Open last = open.pop();
        tree.seal(last.directory(), last.time());
    }
}
