package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a component's items as a content tree (format, section 4). Holds one open node a level, whatever the size of
 * the tree.
 */
public final class ContentTreeWriter {

    private final ContentSink sink;
    private final LeafWriter leaves;
    private final ContentOrder order = new ContentOrder();
    private final List<Level> branches = new ArrayList<>();

    /** @param sink takes each node when it is finished */
    public ContentTreeWriter(ContentSink sink) {
        this.sink = sink;
        this.leaves = new LeafWriter(sink);
    }

    /**
     * Appends an item.
     *
     * @throws io.freshet.core.FormatException if it can't follow what came before
     */
    public void add(Item item) throws IOException {
        order.accept(item);
        ContentChild ended = leaves.add(item);
        if (ended != null) {
            add(1, ended);
        }
    }

    /** Ends the tree and names its root. */
    public Root finish() throws IOException {
        order.end();
        ContentChild last = leaves.finish();
        if (last != null) {
            add(1, last);
        }
        for (int level = 1; ; level++) {
            Level above = branches.get(level - 1);
            ContentChild only = above.only;
            if (only != null) {
                return new Root(only.id(), level - 1, only.sums());
            }
            if (!above.node.isEmpty()) {
                add(level + 1, above.node.finish(sink));
            }
        }
    }

    private void add(int level, ContentChild child) throws IOException {
        if (branches.size() < level) {
            branches.add(new Level(level));
        }
        Level to = branches.get(level - 1);
        if (to.add(child)) {
            add(level + 1, to.node.finish(sink));
        }
    }

    /** The root of a finished tree: the component's content root, the root's level, and what the tree holds. */
    public record Root(Digest id, int level, NodeSums sums) {}

    /** The open node of one level above the leaves, and the child below if there was but one so far. */
    private static final class Level {

        final NodeBuilder node;
        private final ByteWriter entry = new ByteWriter(256);
        private boolean empty = true;

        @Nullable
        ContentChild only;

        Level(int level) {
            node = new NodeBuilder(level);
        }

        /** Adds a child and says whether the node ends after it. */
        boolean add(ContentChild child) {
            only = empty ? child : null;
            empty = false;
            entry.clear();
            child.write(entry);
            node.add(entry);
            node.count(entry.size(), child.sums(), child.firstPath());
            return node.ends(child.id().firstU16() % ContentLimits.BRANCH_BOUNDARY == 0);
        }
    }
}
