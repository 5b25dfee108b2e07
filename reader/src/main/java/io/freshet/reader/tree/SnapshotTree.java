package io.freshet.reader.tree;

import io.freshet.core.FormatException;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.EntryPath;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Manifest;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.index.LocalIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A snapshot whose content trees can be read.
 *
 * @param components in the order of the manifest
 * @param reader reads nodes of its trees
 * @param roots of the trees, by the names of the components
 */
public record SnapshotTree(List<Component> components, NodeReader reader, Map<String, TreeNode> roots) {
    /** Copies list and map. */
    public SnapshotTree {
        components = List.copyOf(components);
        roots = Map.copyOf(roots);
    }

    /** A snapshot that lies in packs. */
    public static SnapshotTree of(Snapshot snapshot, BlobSource blobs, PackedNodes.Places places)
            throws FormatException {
        Map<String, TreeNode> roots = new HashMap<>();
        for (Component component : snapshot.manifest().components()) {
            roots.put(component.name(), TreeNode.root(component, snapshot.place(component)));
        }
        return new SnapshotTree(snapshot.manifest().components(), new PackedNodes(blobs, places), roots);
    }

    /** A version in a fetched directory. */
    public static SnapshotTree of(Manifest manifest, LocalIndex index) {
        return new SnapshotTree(
                manifest.components(),
                new LocalNodes(index),
                manifest.components().stream().collect(Collectors.toMap(Component::name, TreeNode::root)));
    }

    /** The same with some of its components. */
    public SnapshotTree only(List<Component> some) {
        return new SnapshotTree(some, reader, roots);
    }

    /** A cursor before the first item of a component. */
    public TreeCursor cursor(Component component) {
        TreeNode root = roots.get(component.name());
        if (root == null) {
            throw new IllegalArgumentException("there is no component " + component.name());
        }
        return new TreeCursor(root, reader);
    }

    /** Where a path of a component lies in the tree of all of them. */
    public static EntryPath whole(Component component, EntryPath path) {
        if (path.value().isEmpty() || component.root().value().isEmpty()) {
            return path.value().isEmpty() ? component.root() : path;
        }
        return new EntryPath(component.root().value() + "/" + path.value());
    }
}
