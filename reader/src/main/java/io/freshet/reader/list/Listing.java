package io.freshet.reader.list;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.ModifiedAt;
import io.freshet.core.manifest.Component;
import io.freshet.reader.tree.SnapshotTree;
import io.freshet.reader.tree.TreeCursor;
import io.freshet.reader.tree.TreeNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists the paths of a snapshot, in order, component by component. Reads only the nodes that can have some of those that
 * are wanted; memory does not depend on how many there are.
 */
public final class Listing {

    private final SnapshotTree tree;
    private final EntryPath under;
    private final boolean digests;
    private final Taker taker;
    private @Nullable Waiting waiting;

    /** A path, and what is known of it. */
    public record Entry(Item.Path item, EntryPath path, Optional<ModifiedAt> time, Optional<Digest> digest) {}

    /** Takes entries. */
    @FunctionalInterface
    public interface Taker {
        /** The next one. */
        void take(Entry entry) throws IOException;
    }

    /** A file whose pieces are still to come. */
    private record Waiting(Entry entry, long missing) {}

    private Listing(SnapshotTree tree, EntryPath under, boolean digests, Taker taker) {
        this.tree = tree;
        this.under = under;
        this.digests = digests;
        this.taker = taker;
    }

    /**
     * Lists {@code under} and all that is below it.
     *
     * @param digests whether the SHA-256 of files is wanted: known of those that are one chunk, or stand in the index
     */
    public static void run(SnapshotTree tree, EntryPath under, boolean digests, Taker taker) throws IOException {
        Listing listing = new Listing(tree, under, digests, taker);
        for (Component component : tree.components()) {
            if (component.root().isIn(under)) {
                listing.list(component, EntryPath.ROOT);
            } else if (owner(tree, under).filter(component::equals).isPresent()) {
                int prefix = component.root().value().isEmpty()
                        ? 0
                        : component.root().value().length() + 1;
                listing.list(component, new EntryPath(under.value().substring(prefix)));
            }
        }
    }

    /** The component that a path belongs to: of those whose roots it lies in, the deepest. */
    private static Optional<Component> owner(SnapshotTree tree, EntryPath path) {
        return tree.components().stream()
                .filter(component -> path.isIn(component.root()))
                .max(Comparator.comparingInt(
                        component -> component.root().value().length()));
    }

    private void list(Component component, EntryPath from) throws IOException {
        TreeCursor cursor = tree.cursor(component);
        Times times = new Times();
        while (!cursor.atEnd()) {
            if (cursor.atItem()) {
                Item item = cursor.item();
                cursor.next();
                accept(component, item, from, times, cursor.leaf());
            } else {
                TreeNode node = cursor.node();
                if (isBehind(node, from)) {
                    break;
                }
                if (isWanted(node, cursor.after(), from)) {
                    // Its siblings are read along as long as they are before the end, too.
                    cursor.open(sibling -> !isBehind(sibling, from)
                            && (digests || sibling.sums().paths() > 0));
                } else {
                    cursor.skip();
                }
            }
        }
        flush();
    }

    private static boolean isBehind(TreeNode node, EntryPath from) {
        return node.firstPath().compareTo(from) > 0 && !node.firstPath().isIn(from);
    }

    private boolean isWanted(TreeNode node, @Nullable EntryPath after, EntryPath from) {
        boolean before = after != null && after.compareTo(from) < 0;
        return !before && (digests || node.sums().paths() > 0);
    }

    private void accept(Component component, Item item, EntryPath from, Times times, TreeNode leaf) throws IOException {
        switch (item) {
            case Item.Path path -> {
                flush();
                Optional<ModifiedAt> time = times.next(leaf);
                EntryPath whole = SnapshotTree.whole(component, path.path());
                if (path.path().isIn(from) && whole.isIn(under)) {
                    begin(new Entry(path, whole, time, Optional.empty()));
                }
            }
            case Item.Chunk chunk -> piece(chunk.id(), chunk.length());
            case Item.Inline inline -> piece(Digest.of(inline.bytes()), inline.length());
            case Item.Zeros zeros -> {}
        }
    }

    private void begin(Entry entry) throws IOException {
        if (digests && entry.item() instanceof Item.File file) {
            Digest empty = Digest.of(new byte[0]);
            waiting = new Waiting(file.size() == 0 ? digested(entry, empty) : entry, file.size());
        } else {
            taker.take(entry);
        }
    }

    private void piece(Digest digest, long length) {
        if (waiting != null
                && waiting.missing == length
                && waiting.entry.digest().isEmpty()) {
            waiting = new Waiting(digested(waiting.entry, digest), length);
        }
    }

    private static Entry digested(Entry entry, Digest digest) {
        return new Entry(entry.item(), entry.path(), entry.time(), Optional.of(digest));
    }

    private void flush() throws IOException {
        if (waiting != null) {
            taker.take(waiting.entry);
            waiting = null;
        }
    }

    /** The times of a leaf's paths, in order. */
    private static final class Times {
        private @Nullable TreeNode leaf;
        private int path;

        Optional<ModifiedAt> next(TreeNode now) {
            if (now != leaf) {
                leaf = now;
                path = 0;
            }
            int number = path++;
            return now.places()
                    .map(LocationNode.Leaf::times)
                    .filter(times -> number < times.size())
                    .map(times -> times.get(number));
        }
    }
}
