package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import java.util.ArrayList;
import java.util.List;

/** A node of a content tree, read and checked against the id by which it is known. */
public sealed interface ContentNode {

    /** Largest plain form, in bytes, that a reader accepts. */
    int MAX_BYTES = ContentLimits.MAX_NODE_BYTES;

    /** Highest level that a tree may have. */
    int MAX_LEVEL = ContentLimits.MAX_LEVEL;

    /** The node's level, 0 for a leaf. */
    int level();

    /** A node of level 0: items, the first of which may continue a file of the node before. */
    record Leaf(List<Item> items) implements ContentNode {
        /** Copies the list. */
        public Leaf {
            items = List.copyOf(items);
        }

        @Override
        public int level() {
            return 0;
        }
    }

    /** A node above the leaves. */
    record Branch(int level, List<ContentChild> children) implements ContentNode {
        /** Copies the list. */
        public Branch {
            children = List.copyOf(children);
        }
    }

    /**
     * Reads a node.
     *
     * @param id the id that it must have
     * @param plain its plain form, of at most {@link #MAX_BYTES}
     * @throws FormatException if it has another id, or is not a node of version 1
     */
    static ContentNode read(Digest id, byte[] plain) throws FormatException {
        ByteReader in = new ByteReader("content node " + id.brief(), plain);
        if (plain.length > MAX_BYTES) {
            throw in.error("has more than " + MAX_BYTES + " bytes");
        }
        in.magic(ContentLimits.MAGIC, ContentLimits.VERSION);
        int level = in.u8();
        if (level > MAX_LEVEL) {
            throw in.error("has level " + level);
        }
        in.noFeatures();
        int count = in.count("number of entries", 2);
        MerkleTree tree = new MerkleTree(level);
        List<Item> items = new ArrayList<>();
        List<ContentChild> children = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteReader entry = in.slice("an entry", ContentLimits.MAX_ENTRY_BYTES);
            tree.add(tree.leaf(plain, entry.position(), entry.remaining()));
            int kind = entry.u8();
            if (kind >= ContentLimits.ADVICE) {
                continue;
            }
            if (level == 0) {
                LeafEntries.read(kind, entry, items);
            } else if (kind == ContentLimits.CHILD) {
                children.add(ContentChild.read(entry));
            } else {
                throw entry.error("an entry of a branch is not a child");
            }
            entry.end();
        }
        in.end();
        if (count == 0 || !tree.root().equals(id)) {
            throw new FormatException("content node " + id.brief(), "its bytes have another id");
        }
        return level == 0 ? new Leaf(items) : new Branch(level, children);
    }
}
