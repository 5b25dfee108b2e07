package io.freshet.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a component holds: its tree gives it back, and a change of one item changes little of it. */
class ContentTreeProperties {

    @Property(tries = 30)
    void itemsComeBack(@ForAll long seed, @ForAll @IntRange(max = 4000) int size) throws IOException {
        List<Item> items = RandomItems.of(seed, size);
        Tree tree = Tree.of(items);
        List<Item> back = new ArrayList<>();
        NodeSums sums = tree.read(tree.root.id(), EntryPath.ROOT, back);
        assertThat(back).hasSameSizeAs(items);
        // Items with arrays are equal to none but themselves; the root speaks of every byte of them.
        assertThat(Tree.of(back).root).isEqualTo(tree.root);
        assertThat(sums).isEqualTo(tree.root.sums());
        assertThat(Tree.of(items).root).isEqualTo(tree.root);
    }

    @Property(tries = 30)
    void anInsertionChangesFewNodes(@ForAll long seed, @ForAll @IntRange(min = 500, max = 4000) int size)
            throws IOException {
        List<Item> items = RandomItems.of(seed, size);
        List<Item> changed = new ArrayList<>(items);
        // The root's name is the empty one: this comes right behind it.
        int at = 1;
        while (at < items.size() && !(items.get(at) instanceof Item.Path)) {
            at++;
        }
        changed.add(at, new Item.Directory(new EntryPath(" "), 0700, List.of()));
        Set<Digest> fresh = new HashSet<>(Tree.of(changed).nodes.keySet());
        fresh.removeAll(Tree.of(items).nodes.keySet());
        // The leaf, perhaps the one behind it where a cut has moved, and one node of each level above.
        assertThat(fresh).hasSizeBetween(1, 6);
    }

    /** A tree and all of its nodes. */
    private record Tree(ContentTreeWriter.Root root, Map<Digest, byte[]> nodes) {

        static Tree of(List<Item> items) throws IOException {
            Map<Digest, byte[]> nodes = new HashMap<>();
            ContentTreeWriter writer = new ContentTreeWriter((level, id, plain, children) -> nodes.put(id, plain));
            for (Item item : items) {
                writer.add(item);
            }
            return new Tree(writer.finish(), nodes);
        }

        /** Reads what lies below a node, which parents must have described as it is. */
        NodeSums read(Digest id, EntryPath path, List<Item> items) throws IOException {
            NodeSums sums = NodeSums.NONE;
            switch (ContentNode.read(id, nodes.get(id))) {
                case ContentNode.Leaf leaf -> {
                    for (Item item : leaf.items()) {
                        items.add(item);
                        sums = sums.plus(item);
                    }
                    if (leaf.items().getFirst() instanceof Item.Path first) {
                        assertThat(first.path()).isEqualTo(path);
                    }
                }
                case ContentNode.Branch branch -> {
                    assertThat(branch.children().getFirst().firstPath()).isEqualTo(path);
                    for (ContentChild child : branch.children()) {
                        NodeSums below = read(child.id(), child.firstPath(), items);
                        assertThat(below).isEqualTo(child.sums());
                        sums = sums.plus(below);
                    }
                }
            }
            return sums;
        }
    }
}
