package io.freshet.reader.diff;

import io.freshet.core.FormatException;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.index.NodeSums;
import io.freshet.core.manifest.Component;
import io.freshet.fetcher.plan.LeafPlaces;
import io.freshet.reader.tree.SnapshotTree;
import io.freshet.reader.tree.TreeNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes changes of what a comparison meets: one for each path, when all of its pieces have passed. */
final class Changes implements TreePair.Visitor {

    private final Component component;
    private final Comparison.Taker taker;
    private final ChunkUse use;
    private Totals totals;
    private @Nullable Change open;
    private @Nullable TreeNode leaf;
    private @Nullable LeafPlaces places;

    Changes(Component component, Comparison.Taker taker, ChunkUse use, Totals before) {
        this.component = component;
        this.taker = taker;
        this.use = use;
        this.totals = before;
    }

    @Override
    public void removed(Item.Path path) throws IOException {
        begin(new Change(Change.Kind.REMOVED, path.path(), Optional.of(path), Optional.empty(), 0));
    }

    @Override
    public void added(Item.Path path) throws IOException {
        begin(new Change(Change.Kind.ADDED, path.path(), Optional.empty(), Optional.of(path), 0));
    }

    @Override
    public void both(Item.Path old, Item.Path now) throws IOException {
        begin(new Change(Change.Kind.CHANGED, now.path(), Optional.of(old), Optional.of(now), 0));
    }

    @Override
    public void oldPiece(Place place, Item.Piece piece, long bytes) throws IOException {
        if (piece instanceof Item.Chunk chunk) {
            use.has(chunk);
        }
        Change change = at(place.path());
        open = change.kind() == Change.Kind.REMOVED ? plus(change, bytes) : change;
    }

    @Override
    public void newPiece(Place place, Item.Piece piece, long bytes, TreeNode in, int chunk) throws IOException {
        if (piece instanceof Item.Chunk needed && use.wantsPlaces()) {
            use.needs(needed, places(in).at(chunk));
        }
        open = plus(at(place.path()), bytes);
    }

    @Override
    public void same(NodeSums sums) {
        totals = totals.plusSame(sums.bytes());
    }

    /** Ends the component; answers the totals with its own. */
    Totals end() throws IOException {
        flush();
        return totals;
    }

    private LeafPlaces places(TreeNode in) {
        if (places == null || in != leaf) {
            leaf = in;
            int[] lengths = in.items().stream()
                    .filter(Item.Chunk.class::isInstance)
                    .mapToInt(item -> ((Item.Chunk) item).size())
                    .toArray();
            places = new LeafPlaces(
                    () -> in.places()
                            .orElseThrow(() -> new FormatException("location node", "is no leaf beside a leaf")),
                    lengths);
        }
        return places;
    }

    private static Change plus(Change change, long bytes) {
        return new Change(change.kind(), change.path(), change.before(), change.after(), change.bytes() + bytes);
    }

    /** The change of this path: the open one, unless a file goes on here whose entry was passed by unread. */
    private Change at(EntryPath path) throws IOException {
        if (open == null || !open.path().equals(path)) {
            begin(new Change(Change.Kind.CHANGED, path, Optional.empty(), Optional.empty(), 0));
        }
        if (open == null) {
            throw new IllegalStateException("no change was begun");
        }
        return open;
    }

    private void begin(Change next) throws IOException {
        flush();
        open = next;
    }

    private void flush() throws IOException {
        Change change = open;
        open = null;
        if (change != null && differs(change)) {
            totals = totals.plus(change);
            EntryPath whole = SnapshotTree.whole(component, change.path());
            taker.take(new Change(change.kind(), whole, change.before(), change.after(), change.bytes()));
        }
    }

    private static boolean differs(Change change) {
        return change.bytes() > 0
                || change.before().isEmpty()
                || !change.before().equals(change.after());
    }
}
