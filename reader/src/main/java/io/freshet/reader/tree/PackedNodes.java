package io.freshet.reader.tree;

import io.freshet.core.index.BlobSource;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.LocationNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Nodes that lie in packs. */
public final class PackedNodes implements NodeReader {

    /** Which leaves come with the places of their chunks, and with times. */
    public enum Places {
        /** None. */
        NONE,
        /** Those in which a path begins: for the sake of its time. */
        OF_PATHS,
        /** All. */
        ALL
    }

    private final BlobSource blobs;
    private final Places places;

    /** @param blobs where the packs are read from */
    public PackedNodes(BlobSource blobs, Places places) {
        this.blobs = blobs;
        this.places = places;
    }

    @Override
    public void read(List<TreeNode> nodes) throws IOException {
        List<BlobSource.Wanted> wanted = new ArrayList<>();
        for (TreeNode node : nodes) {
            LocationNode.Child at = place(node);
            wanted.add(TreeNode.wantedContent(node, at));
            if (wantsLocation(node)) {
                wanted.add(TreeNode.wantedLocation(node, at));
            }
        }
        blobs.read(wanted);
        // A root may be a leaf, or a tree less high than its parent lets it be.
        List<BlobSource.Wanted> more = nodes.stream()
                .filter(node -> node.content() instanceof ContentNode.Branch && !wantsLocation(node))
                .map(node -> TreeNode.wantedLocation(node, place(node)))
                .toList();
        if (!more.isEmpty()) {
            blobs.read(more);
        }
    }

    private boolean wantsLocation(TreeNode node) {
        return switch (places) {
            case ALL -> true;
            case OF_PATHS -> node.level() > 0 || node.sums().paths() > 0;
            case NONE -> node.level() > 0;
        };
    }

    private static LocationNode.Child place(TreeNode node) {
        return node.place().orElseThrow(() -> new IllegalArgumentException("a node that lies in no pack"));
    }
}
