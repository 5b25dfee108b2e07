package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A content node's entries as they lie in it, for who proves some of them. */
public final class NodeEntries {

    private final int level;
    private final List<byte[]> entries;

    private NodeEntries(int level, List<byte[]> entries) {
        this.level = level;
        this.entries = entries;
    }

    /** Reads a node, which must have this id. */
    public static NodeEntries read(Digest id, byte[] plain) throws FormatException {
        int level = ContentNode.read(id, plain).level();
        ByteReader in = new ByteReader("content node " + id.brief(), plain);
        in.magic(ContentLimits.MAGIC, ContentLimits.VERSION);
        in.u8();
        in.noFeatures();
        int count = in.count("number of entries", 2);
        List<byte[]> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(in.bytes("an entry", ContentLimits.MAX_ENTRY_BYTES));
        }
        return new NodeEntries(level, entries);
    }

    /** The node's level. */
    public int level() {
        return level;
    }

    /** The children of a branch, and nothing for each entry that is advice. */
    public List<Optional<ContentChild>> children() throws FormatException {
        List<Optional<ContentChild>> children = new ArrayList<>();
        for (byte[] entry : entries) {
            ByteReader in = new ByteReader("content node", entry);
            children.add(in.u8() == ContentLimits.CHILD ? Optional.of(ContentChild.read(in)) : Optional.empty());
        }
        return children;
    }

    /**
     * Of a leaf, what belongs to a path: its own entry, and the pieces behind it.
     *
     * @param begun whether the leaf before had the path's entry, so that this one may begin with pieces of it
     * @return nothing if none does
     */
    public Optional<NodeRange> of(EntryPath path, boolean begun) throws FormatException {
        int from = begun ? 0 : -1;
        for (int i = 0; i < entries.size(); i++) {
            Optional<EntryPath> starts = path(entries.get(i));
            if (starts.isPresent() && from >= 0) {
                return i == from ? Optional.empty() : Optional.of(range(from, i));
            }
            if (starts.isPresent() && starts.get().equals(path)) {
                from = i;
            }
        }
        return from < 0 ? Optional.empty() : Optional.of(range(from, entries.size()));
    }

    private static Optional<EntryPath> path(byte[] entry) throws FormatException {
        if (entry[0] != ContentLimits.PATH) {
            return Optional.empty();
        }
        List<Item> items = new ArrayList<>();
        ByteReader in = new ByteReader("content node", entry);
        LeafEntries.read(in.u8(), in, items);
        return Optional.of(((Item.Path) items.getFirst()).path());
    }

    /** The entries from {@code from} up to {@code to}; advice at the node's ends goes along with what it is next to. */
    public NodeRange range(int from, int to) {
        int first = isAdvice(0, from) ? 0 : from;
        int end = isAdvice(to, entries.size()) ? entries.size() : to;
        MerkleTree tree = new MerkleTree(level);
        Digest[] leaves =
                entries.stream().map(entry -> tree.leaf(entry, 0, entry.length)).toArray(Digest[]::new);
        List<Digest> beside = new ArrayList<>();
        collect(tree, leaves, 0, leaves.length, first, end, beside);
        return new NodeRange(level, entries.size(), first, entries.subList(first, end), beside);
    }

    private boolean isAdvice(int from, int to) {
        return entries.subList(from, to).stream().allMatch(entry -> (entry[0] & 0xff) >= ContentLimits.ADVICE);
    }

    private static void collect(
            MerkleTree tree, Digest[] leaves, int from, int to, int first, int end, List<Digest> beside) {
        if (to <= first || from >= end) {
            Arrays.stream(leaves, from, to).forEach(tree::add);
            beside.add(tree.root());
        } else if (to - from > 1) {
            int middle = from + split(to - from);
            collect(tree, leaves, from, middle, first, end, beside);
            collect(tree, leaves, middle, to, first, end, beside);
        }
    }

    /** How many of {@code count} leaves lie left: the largest power of two that is less. */
    static int split(int count) {
        return Integer.highestOneBit(count - 1);
    }
}
