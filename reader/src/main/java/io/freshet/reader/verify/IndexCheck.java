package io.freshet.reader.verify;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.Item;
import io.freshet.core.index.LeafVisitor;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.NodeSums;
import io.freshet.core.manifest.Component;
import java.io.IOException;
import java.util.Map;

/** Checks that a component's trees agree with each other, with the manifest, and with the list of packs. */
final class IndexCheck implements LeafVisitor {

    private final Component component;
    private final Map<Digest, Long> packs;
    private NodeSums sums = NodeSums.NONE;

    /** @param packs sizes of the packs that the snapshot says it needs */
    IndexCheck(Component component, Map<Digest, Long> packs) {
        this.component = component;
        this.packs = packs;
    }

    @Override
    public void leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, Places places) throws IOException {
        LocationNode.Leaf leaf = places.get();
        for (FrameRow frame : leaf.frames()) {
            within(frame.pack(), frame.end());
        }
        for (FrameRow frame : leaf.deltas().frames()) {
            within(frame.pack(), frame.end());
        }
        ChunkPlaces at = new ChunkPlaces(leaf);
        for (Item item : content.items()) {
            sums = sums.plus(
                    switch (item) {
                        case Item.Path path -> new NodeSums(1, 0, 0);
                        case Item.Chunk chunk -> new NodeSums(0, 1, chunk.size());
                        case Item.Piece piece -> new NodeSums(0, 0, piece.length());
                    });
            if (item instanceof Item.Chunk chunk) {
                at.next(chunk.size());
            }
        }
        at.end();
    }

    @Override
    public void branch(Digest id, ContentNode.Branch content, LocationNode.Branch places) throws IOException {
        for (LocationNode.Child child : places.children()) {
            within(child.contentPlace());
            within(child.locationPlace());
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

    private void within(BlobPlace place) throws FormatException {
        within(place.pack(), place.offset() + place.stored());
    }

    private void within(Digest pack, long end) throws FormatException {
        Long size = packs.get(pack);
        if (size == null) {
            throw new FormatException("pack list", "does not have pack " + pack + ", which the index names");
        }
        if (end > size) {
            throw new FormatException(
                    "location index", "names byte " + end + " of pack " + pack + ", which has " + size);
        }
    }
}
