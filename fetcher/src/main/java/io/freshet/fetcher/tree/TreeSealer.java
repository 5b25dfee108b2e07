package io.freshet.fetcher.tree;

import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Passes a component's items once more, when its files are there: makes the links, then closes each directory behind itself. */
public final class TreeSealer {

    private final StagingTree tree;
    private final Deque<Item.Directory> open = new ArrayDeque<>();

    /** @param tree the component's files */
    public TreeSealer(StagingTree tree) {
        this.tree = tree;
    }

    /** Takes the next items, all of which were verified before. */
    public void pass(List<Item> items) throws IOException {
        for (Item item : items) {
            if (item instanceof Item.Path path) {
                leave(path.path());
                switch (path) {
                    case Item.Directory directory -> open.push(directory);
                    case Item.Link link -> tree.link(link);
                    case Item.File file -> {}
                }
            }
        }
    }

    /** Closes the directories that are still open. */
    public void end() throws IOException {
        while (!open.isEmpty()) {
            tree.seal(open.pop());
        }
    }

    private void leave(EntryPath next) throws IOException {
        while (!open.isEmpty() && !next.isIn(open.peek().path())) {
            tree.seal(open.pop());
        }
    }
}
