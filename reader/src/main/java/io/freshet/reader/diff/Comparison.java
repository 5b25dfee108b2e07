package io.freshet.reader.diff;

import io.freshet.core.index.EntryPath;
import io.freshet.core.manifest.Component;
import io.freshet.reader.tree.SnapshotTree;
import java.io.IOException;
import java.util.List;

/**
 * Compares two snapshots, component by component: those of one name and root with each other, any other with nothing.
 * Reads the nodes in which they differ and no others; memory does not depend on how much that is.
 */
public final class Comparison {

    private Comparison() {}

    /** Takes changes, in the order of their paths in each component. */
    @FunctionalInterface
    public interface Taker {
        /** The next one. */
        void take(Change change) throws IOException;
    }

    /**
     * Compares.
     *
     * @param use is told of the chunks that differ
     */
    public static Totals run(SnapshotTree old, SnapshotTree now, ChunkUse use, Taker taker) throws IOException {
        Totals totals = Totals.NONE;
        for (Component component : now.components()) {
            List<Component> before = counterpart(old, component);
            Changes changes = new Changes(component, taker, use, totals);
            if (before.isEmpty()) {
                TreePair.all(now.cursor(component), true, changes);
            } else if (before.getFirst().contentRoot().equals(component.contentRoot())) {
                changes.same(component.sums());
            } else {
                TreePair.compare(old.cursor(before.getFirst()), now.cursor(component), changes);
            }
            totals = changes.end();
        }
        for (Component component : old.components()) {
            if (counterpart(now, component).isEmpty()) {
                Changes changes = new Changes(component, taker, use, totals);
                TreePair.all(old.cursor(component), false, changes);
                totals = changes.end();
            }
        }
        return totals;
    }

    private static List<Component> counterpart(SnapshotTree tree, Component component) {
        EntryPath root = component.root();
        return tree.components().stream()
                .filter(other ->
                        other.name().equals(component.name()) && other.root().equals(root))
                .toList();
    }
}
