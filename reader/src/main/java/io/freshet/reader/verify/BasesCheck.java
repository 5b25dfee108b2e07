package io.freshet.reader.verify;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.BasesNode;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Codec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks a snapshot's bases nodes, of all components together: that what they name lies within the packs, and that who
 * makes delta frames in the order of depth always has their bases. Knows afterwards which delta frames the nodes name.
 * Memory: some 100 bytes for each delta frame.
 */
final class BasesCheck {

    private final ListedPacks packs;
    private final Map<Long, Integer> depths = new HashMap<>();
    private boolean complete = true;

    BasesCheck(ListedPacks packs) {
        this.packs = packs;
    }

    /** Reads and checks a node; nodes of all components come by rising depth. */
    void node(BasesPlace at, BlobSource source) throws IOException {
        try {
            packs.within(at.place());
            List<BasesNode> read = new ArrayList<>(1);
            source.read(List.of(
                    new BlobSource.Wanted(at.place(), plain -> read.add(BasesNode.read(at.digest(), plain)))));
            at.check(read.getFirst());
            check(at, read.getFirst());
        } catch (IOException e) {
            complete = false;
            throw e;
        }
    }

    private void check(BasesPlace at, BasesNode node) throws FormatException {
        for (FrameRow row : node.frames()) {
            packs.within(row.pack(), row.end());
        }
        for (BasesNode.Bases delta : node.deltas()) {
            packs.within(delta.pack(), delta.offset() + 1);
            for (int row : delta.rows()) {
                checkBase(at, node.frames().get(row));
            }
            depths.merge(packs.frame(delta.pack(), delta.offset()), at.depth(), Math::min);
        }
    }

    private void checkBase(BasesPlace at, FrameRow row) throws FormatException {
        if (row.codec() != Codec.DELTA) {
            return;
        }
        Integer depth = depths.get(packs.frame(row.pack(), row.offset()));
        boolean missing = depth == null && complete;
        boolean tooDeep = depth != null && depth >= at.depth();
        if (missing || tooDeep) {
            throw new FormatException(
                    "bases node " + at.digest().brief(),
                    "has depth " + at.depth() + " and a base in the delta frame " + name(row.pack(), row.offset())
                            + (depth == null ? ", which no bases node has" : ", which has depth " + depth));
        }
    }

    /**
     * Checks that one of the nodes names a delta frame that is a chunk's only place. Where a node could not be read, which
     * was found before, nothing is said of any frame.
     */
    void require(FrameRow delta) throws FormatException {
        if (complete && !depths.containsKey(packs.frame(delta.pack(), delta.offset()))) {
            throw new FormatException(
                    "location index",
                    "says that chunks lie in the delta frame " + name(delta.pack(), delta.offset())
                            + " alone, and no bases node says what it is made against");
        }
    }

    private static String name(Digest pack, long offset) {
        return "at byte " + offset + " of pack " + pack;
    }
}
