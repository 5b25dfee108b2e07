package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import java.io.IOException;

/** The entries of one node that is being made: their bytes, their Merkle tree, their weight and sums. */
final class NodeBuilder {

    private final int level;
    private final MerkleTree tree;
    private final ByteWriter entries = new ByteWriter(160 << 10);
    private int count;
    private int weight;
    private NodeSums sums = NodeSums.NONE;
    private EntryPath firstPath = EntryPath.ROOT;

    NodeBuilder(int level) {
        this.level = level;
        this.tree = new MerkleTree(level);
    }

    /** Appends an entry and gives its leaf hash. */
    Digest add(ByteWriter entry) {
        Digest leaf = tree.leaf(entry.array(), 0, entry.size());
        tree.add(leaf);
        entry.copyTo(entries.varint(entry.size()));
        count++;
        return leaf;
    }

    /** Counts an item or a child, of path {@code path} if it is the node's first. */
    void count(int itemWeight, NodeSums itemSums, EntryPath path) {
        if (weight == 0) {
            firstPath = path;
        }
        weight += itemWeight;
        sums = sums.plus(itemSums);
    }

    boolean isEmpty() {
        return weight == 0;
    }

    /** Whether the node ends after what came last. */
    boolean ends(boolean boundary) {
        return weight >= ContentLimits.MAX_WEIGHT || (boundary && weight >= ContentLimits.MIN_WEIGHT);
    }

    /** Gives the finished node to {@code sink}, says how its parent knows it, and begins the next one. */
    ContentChild finish(ContentSink sink) throws IOException {
        Digest id = tree.root();
        ByteWriter plain = new ByteWriter(entries.size() + 16);
        plain.magic(ContentLimits.MAGIC, ContentLimits.VERSION).u8(level).noFeatures();
        plain.varint(count);
        entries.copyTo(plain);
        sink.node(level, id, plain.toBytes(), level == 0 ? 0 : count);
        ContentChild child = new ContentChild(id, sums, firstPath);
        entries.clear();
        count = 0;
        weight = 0;
        sums = NodeSums.NONE;
        return child;
    }
}
