package io.freshet.fetcher.version;

import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Manifest;
import io.freshet.fetcher.index.LocalIndex;
import io.freshet.fetcher.tree.TreeSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files in a version that its snapshot does not have: the node made them, or its operator. Whoever runs the node may want
 * to know of those that are not carried along. Found by stepping through tree and index side by side.
 */
public final class NodeFiles {

    /** How many are named at most. */
    public static final int MOST = 1000;

    private final Path tree;
    private final Carrier carrier;
    private final List<EntryPath> left = new ArrayList<>();

    private NodeFiles(Path tree, Carrier carrier) {
        this.tree = tree;
        this.carrier = carrier;
    }

    /** Carries files along. */
    @FunctionalInterface
    public interface Carrier {
        /** Carries a file along, unless that was done or is not meant to be; false if it stays. */
        boolean carry(EntryPath path) throws IOException;
    }

    /**
     * Offers every file that the node made in a version.
     *
     * @param tree the version's tree
     * @param manifest of its snapshot
     * @param index has its content nodes; where nodes are missing, every file is offered
     * @return the files that stay, the first {@link #MOST}; of a component whose nodes are missing, none
     */
    public static List<EntryPath> in(Path tree, Manifest manifest, LocalIndex index, Carrier carrier)
            throws IOException {
        NodeFiles files = new NodeFiles(tree, carrier);
        List<EntryPath> roots =
                manifest.components().stream().map(Component::root).toList();
        for (Component component : manifest.components()) {
            if (Files.isDirectory(tree.resolve(component.root().value()), LinkOption.NOFOLLOW_LINKS)) {
                files.search(component, roots, index);
            }
        }
        if (!roots.contains(EntryPath.ROOT)) {
            files.new Beside(EntryPath.ROOT, new TreeSteps(tree, EntryPath.ROOT, roots)).passAll();
        }
        return List.copyOf(files.left);
    }

    private void search(Component component, List<EntryPath> roots, LocalIndex index) throws IOException {
        List<EntryPath> others =
                roots.stream().filter(root -> !root.equals(component.root())).toList();
        int before = left.size();
        TreeSteps steps = new TreeSteps(tree, component.root(), others);
        Beside beside = new Beside(component.root(), steps);
        boolean whole = index.walkPaths(component.contentRoot(), leaf -> {
            for (Item item : leaf.items()) {
                if (item instanceof Item.Path path) {
                    beside.passTo(path.path());
                }
            }
            return true;
        });
        beside.passAll();
        if (!whole) {
            left.subList(before, left.size()).clear();
        }
    }

    /** The tree's paths that come before those of the index, as these are met. */
    private final class Beside {
        private final EntryPath root;
        private final TreeSteps steps;
        private @Nullable EntryPath next;

        Beside(EntryPath root, TreeSteps steps) throws IOException {
            this.root = root;
            this.steps = steps;
            this.next = steps.next();
        }

        void passTo(EntryPath listed) throws IOException {
            EntryPath path = listed.value().isEmpty()
                    ? root
                    : new EntryPath(root.value().isEmpty() ? listed.value() : root.value() + "/" + listed.value());
            while (next != null && next.compareTo(path) < 0) {
                note(next);
                next = steps.next();
            }
            if (next != null && next.equals(path)) {
                next = steps.next();
            }
        }

        void passAll() throws IOException {
            for (; next != null; next = steps.next()) {
                note(next);
            }
        }

        private void note(EntryPath path) throws IOException {
            boolean directory = Files.isDirectory(tree.resolve(path.value()), LinkOption.NOFOLLOW_LINKS);
            if (!directory && !carrier.carry(path) && left.size() < MOST) {
                left.add(path);
            }
        }
    }
}
