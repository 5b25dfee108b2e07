package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Neighbouring entries of a content node, with the hashes beside them that lead to the node's id: what proves that it has
 * them, and which ones they are (format, section 14; RFC 6962, section 2.1).
 *
 * @param level the node's
 * @param count how many entries the node has
 * @param first number of the first of these
 * @param entries at least one, not copied
 * @param beside roots of the subtrees that hold none of them, from left to right
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record NodeRange(int level, int count, int first, List<byte[]> entries, List<Digest> beside) {

    private static final String WHAT = "proof of a node's entries";
    private static final int MOST_ENTRIES = ContentLimits.MAX_NODE_BYTES / 2;
    /** Two at each height of the tree. */
    private static final int MOST_HASHES = 64;

    /** @throws IllegalArgumentException if a node has no such entries */
    public NodeRange {
        entries = List.copyOf(entries);
        beside = List.copyOf(beside);
        if (level < 0 || level > ContentLimits.MAX_LEVEL) {
            throw new IllegalArgumentException("no node is of level " + level);
        }
        if (entries.isEmpty() || first < 0 || count > MOST_ENTRIES || entries.size() > count - first) {
            throw new IllegalArgumentException(
                    "a node of " + count + " entries has no " + entries.size() + " from " + first + " on");
        }
    }

    /** Whether these are the node's last entries. */
    public boolean reachesEnd() {
        return first + entries.size() == count;
    }

    /**
     * The id of the node that has these entries.
     *
     * @throws FormatException if there are not as many hashes beside them as there must be
     */
    public Digest id() throws FormatException {
        MerkleTree tree = new MerkleTree(level);
        Iterator<Digest> hashes = beside.iterator();
        Digest id = root(tree, hashes, 0, count);
        if (hashes.hasNext()) {
            throw new FormatException(WHAT, "has hashes too many");
        }
        return id;
    }

    private Digest root(MerkleTree tree, Iterator<Digest> hashes, int from, int to) throws FormatException {
        if (to <= first || from >= first + entries.size()) {
            if (!hashes.hasNext()) {
                throw new FormatException(WHAT, "lacks a hash");
            }
            return hashes.next();
        }
        if (to - from == 1) {
            byte[] entry = entries.get(from - first);
            return tree.leaf(entry, 0, entry.length);
        }
        int middle = from + NodeEntries.split(to - from);
        Digest left = root(tree, hashes, from, middle);
        return tree.parent(left, root(tree, hashes, middle, to));
    }

    /** What the entries of a leaf say, advice passed over. */
    public List<Item> items() throws FormatException {
        List<Item> items = new ArrayList<>();
        for (byte[] bytes : entries) {
            ByteReader entry = new ByteReader(WHAT, bytes);
            int kind = entry.u8();
            if (kind < ContentLimits.ADVICE) {
                LeafEntries.read(kind, entry, items);
                entry.end();
            }
        }
        return items;
    }

    /** What the entries of a branch say, advice passed over. */
    public List<ContentChild> children() throws FormatException {
        List<ContentChild> children = new ArrayList<>();
        for (byte[] bytes : entries) {
            ByteReader entry = new ByteReader(WHAT, bytes);
            int kind = entry.u8();
            if (kind == ContentLimits.CHILD) {
                children.add(ContentChild.read(entry));
                entry.end();
            } else if (kind < ContentLimits.ADVICE) {
                throw entry.error("an entry of a branch is not a child");
            }
        }
        return children;
    }

    /** Writes it. */
    public void write(ByteWriter out) {
        out.u8(level).varint(count).varint(first).varint(entries.size());
        entries.forEach(out::bytes);
        out.varint(beside.size());
        beside.forEach(out::digest);
    }

    /**
     * Reads it.
     *
     * @param most entries that it may have: more are refused before they are read
     */
    public static NodeRange read(ByteReader in, int most) throws FormatException {
        int level = in.u8();
        int count = in.varint("number of a node's entries", 1, MOST_ENTRIES);
        int first = in.varint("number of the first entry", 0, count - 1);
        int size = in.varint("number of entries", 1, Math.min(most, count - first));
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            entries.add(in.bytes("an entry", ContentLimits.MAX_ENTRY_BYTES));
        }
        int hashes = in.varint("number of hashes", 0, MOST_HASHES);
        List<Digest> beside = new ArrayList<>();
        for (int i = 0; i < hashes; i++) {
            beside.add(in.digest());
        }
        try {
            return new NodeRange(level, count, first, entries, beside);
        } catch (IllegalArgumentException e) {
            throw in.error(String.valueOf(e.getMessage()));
        }
    }
}
