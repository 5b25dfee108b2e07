package io.freshet.reader.verify;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.Item;
import io.freshet.core.index.LeafVisitor;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.NodeSums;
import io.freshet.core.manifest.Component;
import io.freshet.core.pack.Codec;
import java.io.IOException;

/** Checks that a component's trees agree with each other, with the manifest, with the bases nodes, and with the list of packs. */
final class IndexCheck implements LeafVisitor {

    private final Component component;
    private final ListedPacks packs;
    private final BasesCheck bases;
    private NodeSums sums = NodeSums.NONE;

    /** @param bases what was found in the snapshot's bases nodes */
    IndexCheck(Component component, ListedPacks packs, BasesCheck bases) {
        this.component = component;
        this.packs = packs;
        this.bases = bases;
    }

    @Override
    public void leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, Places places) throws IOException {
        LocationNode.Leaf leaf = places.get();
        for (FrameRow frame : leaf.frames()) {
            packs.within(frame.pack(), frame.end());
        }
        for (FrameRow frame : leaf.deltas().frames()) {
            packs.within(frame.pack(), frame.end());
        }
        ChunkPlaces at = new ChunkPlaces(leaf);
        int row = -1;
        for (Item item : content.items()) {
            sums = sums.plus(
                    switch (item) {
                        case Item.Path path -> new NodeSums(1, 0, 0);
                        case Item.Chunk chunk -> new NodeSums(0, 1, chunk.size());
                        case Item.Piece piece -> new NodeSums(0, 0, piece.length());
                    });
            if (item instanceof Item.Chunk chunk) {
                at.next(chunk.size());
                if (at.row() != row && at.frame().codec() == Codec.DELTA) {
                    bases.require(at.frame());
                }
                row = at.row();
            }
        }
        at.end();
    }

    @Override
    public void branch(Digest id, ContentNode.Branch content, LocationNode.Branch places) throws IOException {
        for (LocationNode.Child child : places.children()) {
            packs.within(child.contentPlace());
            packs.within(child.locationPlace());
        }
    }

    /** Checks the sums, when all leaves have passed. */
    void end() throws FormatException {
        if (!sums.equals(component.sums())) {
            throw new FormatException(
                    "manifest",
                    "says that component \"" + component.name() + "\" has " + component.sums() + ", and it has "
                            + sums);
        }
    }
}
