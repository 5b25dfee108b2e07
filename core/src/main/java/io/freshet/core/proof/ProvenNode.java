package io.freshet.core.proof;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.ContentChild;
import io.freshet.core.index.Item;
import io.freshet.core.index.NodeRange;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries of a content node that a proof shows, and what lies below them.
 *
 * @param children of a branch, a node for each child among the entries
 */
record ProvenNode(NodeRange range, List<ProvenNode> children) {

    private static final String WHAT = "proof of a file";
    private static final int LEVELS = 16;

    ProvenNode {
        children = List.copyOf(children);
    }

    /** How many entries it shows, with all below it. */
    int entries() {
        return range.entries().size()
                + children.stream().mapToInt(ProvenNode::entries).sum();
    }

    void write(ByteWriter out) {
        range.write(out);
        children.forEach(child -> child.write(out));
    }

    /**
     * Reads a node, and all below it.
     *
     * @param most entries that they may have together: an entry takes many times the bytes in memory that the shortest one
     *     has here
     */
    static ProvenNode read(ByteReader in, int most) throws FormatException {
        return new Reading(in, most).node(LEVELS);
    }

    /** A proof that is being read. */
    private static final class Reading {
        private final ByteReader in;
        private int left;

        Reading(ByteReader in, int most) {
            this.in = in;
            this.left = most;
        }

        ProvenNode node(int levelAbove) throws FormatException {
            NodeRange range = NodeRange.read(in, left);
            left -= range.entries().size();
            if (range.level() >= levelAbove) {
                throw in.error("a node is not of a lower level than its parent");
            }
            List<ProvenNode> children = new ArrayList<>();
            int count = range.level() == 0 ? 0 : range.children().size();
            for (int i = 0; i < count; i++) {
                children.add(node(range.level()));
            }
            return new ProvenNode(range, children);
        }
    }

    /**
     * Gathers the items of all leaves, after having made sure that they follow each other in the tree of this id without a
     * gap.
     *
     * @param first whether nothing that is shown lies left of this node
     * @param last whether nothing that is shown lies right of it
     */
    void gather(Digest id, boolean first, boolean last, List<Item> items) throws FormatException {
        if (!range.id().equals(id)) {
            throw new FormatException(WHAT, "a node is not " + id.brief() + ", which stands above it");
        }
        if ((!first && range.first() != 0) || (!last && !range.reachesEnd())) {
            throw new FormatException(WHAT, "leaves out entries in the midst of what it shows");
        }
        if (range.level() == 0) {
            items.addAll(range.items());
            return;
        }
        List<ContentChild> said = range.children();
        for (int i = 0; i < said.size(); i++) {
            children.get(i).gather(said.get(i).id(), first && i == 0, last && i == said.size() - 1, items);
        }
    }
}
