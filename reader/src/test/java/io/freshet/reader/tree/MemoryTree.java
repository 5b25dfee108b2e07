package io.freshet.reader.tree;

import io.freshet.core.Digest;
import io.freshet.core.index.ContentTreeWriter;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Component;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A content tree in memory that takes notes of which of its nodes are read. */
public final class MemoryTree implements NodeReader {

    private final Map<Digest, byte[]> nodes = new HashMap<>();
    private final Component component;

    /** The nodes that were read, in order. */
    public final List<Digest> read = new ArrayList<>();

    /** The tree of these items. */
    public MemoryTree(List<Item> items) throws IOException {
        ContentTreeWriter writer = new ContentTreeWriter((level, id, plain, children) -> nodes.put(id, plain));
        for (Item item : items) {
            writer.add(item);
        }
        ContentTreeWriter.Root root = writer.finish();
        component = new Component("main", EntryPath.ROOT, 0, List.of(), root.id(), root.sums(), UnknownFields.NONE);
    }

    /** As a snapshot. */
    public SnapshotTree snapshot() {
        return new SnapshotTree(List.of(component), this, Map.of("main", TreeNode.root(component)));
    }

    /** The ids of all of its nodes. */
    public Set<Digest> ids() {
        return new HashSet<>(nodes.keySet());
    }

    @Override
    public void read(List<TreeNode> wanted) throws IOException {
        for (TreeNode node : wanted) {
            read.add(node.id());
            node.take(nodes.get(node.id()).clone());
        }
    }
}
