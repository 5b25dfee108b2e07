package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import java.util.Optional;

/**
 * What a content node holds: of a leaf as it is, of a branch as that one says of its children. When every node below
 * holds what its parent says, so does all of the tree.
 *
 * @param firstPath the path that its first item belongs to
 */
record NodeContents(NodeSums sums, Optional<EntryPath> firstPath) {

    /** @param last the path of the item before the node, if there is one */
    static NodeContents of(Digest id, ContentNode node, Optional<EntryPath> last) throws FormatException {
        try {
            return switch (node) {
                case ContentNode.Leaf leaf -> of(leaf, last);
                case ContentNode.Branch branch -> of(branch);
            };
        } catch (ArithmeticException e) {
            throw new FormatException("content node " + id.brief(), "holds more than can be counted");
        }
    }

    private static NodeContents of(ContentNode.Leaf leaf, Optional<EntryPath> last) {
        long paths = 0;
        long chunks = 0;
        long bytes = 0;
        for (Item item : leaf.items()) {
            switch (item) {
                case Item.Path path -> paths++;
                case Item.Chunk chunk -> {
                    chunks++;
                    bytes = Math.addExact(bytes, chunk.size());
                }
                case Item.Piece piece -> bytes = Math.addExact(bytes, piece.length());
            }
        }
        boolean begins = !leaf.items().isEmpty() && leaf.items().getFirst() instanceof Item.Path;
        Optional<EntryPath> first =
                begins ? Optional.of(((Item.Path) leaf.items().getFirst()).path()) : last;
        return new NodeContents(new NodeSums(paths, chunks, bytes), first);
    }

    private static NodeContents of(ContentNode.Branch branch) {
        long paths = 0;
        long chunks = 0;
        long bytes = 0;
        for (ContentChild child : branch.children()) {
            paths = Math.addExact(paths, child.sums().paths());
            chunks = Math.addExact(chunks, child.sums().chunks());
            bytes = Math.addExact(bytes, child.sums().bytes());
        }
        Optional<EntryPath> first = branch.children().stream().findFirst().map(ContentChild::firstPath);
        return new NodeContents(new NodeSums(paths, chunks, bytes), first);
    }

    /** Refuses what differs from what the parent says. */
    void check(ContentChild said) throws FormatException {
        if (!said.sums().equals(sums) || !firstPath.equals(Optional.of(said.firstPath()))) {
            throw new FormatException(
                    "content node " + said.id().brief(),
                    "holds something else than its parent says: %s from %s on, not %s from \"%s\" on"
                            .formatted(
                                    sums,
                                    firstPath.map(path -> "\"" + path + "\"").orElse("nowhere"),
                                    said.sums(),
                                    said.firstPath()));
        }
    }
}
