package io.freshet.reader.tree;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Steps through a content tree. What comes next is either a node, which may be opened or passed by unread, or an item of
 * the leaf that was opened last. Holds one branch and one window of nodes a level.
 */
public final class TreeCursor {

    private final NodeReader reader;
    private final Deque<Siblings> open = new ArrayDeque<>();
    private final Map<Digest, Integer> pending = new HashMap<>();
    private @Nullable TreeNode leafNode;
    private List<Item> items = List.of();
    private int item;
    private int chunk;
    private @Nullable EntryPath last;

    /** A branch's children that were not passed yet. */
    private static final class Siblings {
        final List<TreeNode> nodes;
        int next;

        Siblings(List<TreeNode> nodes) {
            this.nodes = nodes;
        }
    }

    /** Begins before the root. */
    public TreeCursor(TreeNode root, NodeReader reader) {
        this.reader = reader;
        push(new ArrayList<>(List.of(root)));
    }

    /** Whether everything was passed. */
    public boolean atEnd() {
        return !atItem() && !atNode();
    }

    /** Whether an item comes next. */
    public boolean atItem() {
        return item < items.size();
    }

    /** Whether a node comes next that was not opened. */
    public boolean atNode() {
        if (atItem()) {
            return false;
        }
        while (!open.isEmpty() && open.element().next == open.element().nodes.size()) {
            open.pop();
        }
        return !open.isEmpty();
    }

    /** The item that comes next. */
    public Item item() {
        return items.get(item);
    }

    /** The leaf that the item lies in. */
    public TreeNode leaf() {
        if (leafNode == null) {
            throw new IllegalStateException("no leaf is open");
        }
        return leafNode;
    }

    /** How many chunks of that leaf come before the item. */
    public int chunk() {
        return chunk;
    }

    /** Passes the item. */
    public void next() throws FormatException {
        Item passed = items.get(item++);
        if (passed instanceof Item.Chunk) {
            chunk++;
        } else if (passed instanceof Item.Path path) {
            if (last != null && path.path().compareTo(last) <= 0) {
                throw new FormatException(
                        "content index", "\"" + path.path() + "\" comes after \"" + last + "\", out of order");
            }
            last = path.path();
        }
    }

    /** The node that comes next. */
    public TreeNode node() {
        if (!atNode()) {
            throw new IllegalStateException("no node comes next");
        }
        Siblings siblings = open.element();
        return siblings.nodes.get(siblings.next);
    }

    /** The path at which what follows the node begins, as far as its siblings tell. */
    public @Nullable EntryPath after() {
        Siblings siblings = open.element();
        return siblings.next + 1 < siblings.nodes.size()
                ? siblings.nodes.get(siblings.next + 1).firstPath()
                : null;
    }

    /** Passes the node by. */
    public void skip() {
        pass();
    }

    /**
     * Goes into the node: its children or items come next.
     *
     * @param wanted which of its siblings will be opened, too, as far as is known: they are read together
     */
    public void open(Predicate<TreeNode> wanted) throws IOException {
        TreeNode node = node();
        if (!node.isLoaded()) {
            reader.read(window(wanted));
        }
        pass();
        switch (node.content()) {
            case ContentNode.Leaf leaf -> {
                leafNode = node;
                items = leaf.items();
                item = 0;
                chunk = 0;
            }
            case ContentNode.Branch branch -> {
                List<TreeNode> children = new ArrayList<>(branch.children().size());
                for (int i = 0; i < branch.children().size(); i++) {
                    children.add(node.child(branch, i));
                }
                push(children);
            }
        }
    }

    /** Whether a node of this id may still come, as far as is known. */
    public boolean expects(Digest id) {
        return pending.containsKey(id);
    }

    private List<TreeNode> window(Predicate<TreeNode> wanted) {
        Siblings siblings = open.element();
        List<TreeNode> window = new ArrayList<>();
        window.add(siblings.nodes.get(siblings.next));
        int bytes = plain(window.getFirst());
        for (int i = siblings.next + 1; i < siblings.nodes.size() && bytes < NodeReader.WINDOW_BYTES; i++) {
            TreeNode sibling = siblings.nodes.get(i);
            if (!sibling.isLoaded() && wanted.test(sibling)) {
                window.add(sibling);
                bytes += plain(sibling);
            }
        }
        return window;
    }

    private static int plain(TreeNode node) {
        return node.place().map(at -> at.contentPlace().plain()).orElse(NodeReader.WINDOW_BYTES);
    }

    private void push(List<TreeNode> nodes) {
        open.push(new Siblings(nodes));
        nodes.forEach(node -> pending.merge(node.id(), 1, Integer::sum));
    }

    /** What is passed is let go: its content is not needed any more. */
    private void pass() {
        Siblings siblings = open.element();
        TreeNode node = siblings.nodes.get(siblings.next);
        siblings.nodes.set(siblings.next++, node.passed());
        pending.computeIfPresent(node.id(), (id, count) -> count == 1 ? null : count - 1);
    }
}
