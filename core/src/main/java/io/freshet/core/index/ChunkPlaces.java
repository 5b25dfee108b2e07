package io.freshet.core.index;

import io.freshet.core.FormatException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a location leaf's runs beside the chunks of its content leaf: for each chunk, in order, the frame and the
 * member in which it lies, and the delta frame and member in which it lies once more.
 */
public final class ChunkPlaces {

    private final LocationNode.Leaf leaf;
    private int run = -1;
    private int left;
    private int row;
    private int member = -1;
    private int chunk = -1;
    private int deltaRun;

    /** Begins before the first chunk. */
    public ChunkPlaces(LocationNode.Leaf leaf) {
        this.leaf = leaf;
    }

    /**
     * Steps to the next chunk, which has {@code length} bytes.
     *
     * @throws FormatException if the location leaf has no place for it, or one of another length
     */
    public void next(int length) throws FormatException {
        if (left > 0) {
            member++;
            if (member == frame().lengths().length) {
                row++;
                member = 0;
            }
        } else {
            run++;
            if (run == leaf.runs().size()) {
                throw error("has places for fewer chunks than the content node has");
            }
            ChunkRun next = leaf.runs().get(run);
            left = next.count();
            row = next.row();
            member = next.member();
        }
        left--;
        chunk++;
        check(frame(), member, length);
        List<DeltaRun> runs = leaf.deltas().runs();
        if (deltaRun < runs.size()
                && chunk == runs.get(deltaRun).chunk() + runs.get(deltaRun).count()) {
            deltaRun++;
        }
        FrameRow delta = delta();
        if (delta != null) {
            check(delta, deltaMember(), length);
        }
    }

    private void check(FrameRow frame, int at, int length) throws FormatException {
        if (frame.lengths()[at] != length) {
            throw error("places a chunk of " + length + " bytes where " + frame.lengths()[at] + " bytes lie");
        }
    }

    /** Checks that there is no place for another chunk. */
    public void end() throws FormatException {
        if (left > 0 || run < leaf.runs().size() - 1) {
            throw error("has places for more chunks than the content node has");
        }
    }

    /** The frame of the chunk that was stepped to. */
    public FrameRow frame() {
        return leaf.frames().get(row);
    }

    /** The number of that frame's row. */
    public int row() {
        return row;
    }

    /** The member of that frame which is the chunk. */
    public int member() {
        return member;
    }

    /** The delta frame in which the chunk lies once more; null if there is none. */
    public @Nullable FrameRow delta() {
        List<DeltaRun> runs = leaf.deltas().runs();
        return deltaRun < runs.size() && chunk >= runs.get(deltaRun).chunk()
                ? leaf.deltas().frames().get(runs.get(deltaRun).row())
                : null;
    }

    /** The member of {@link #delta} which is the chunk. */
    public int deltaMember() {
        DeltaRun at = leaf.deltas().runs().get(deltaRun);
        return at.member() + chunk - at.chunk();
    }

    private FormatException error(String problem) {
        return new FormatException(
                "location node of content node " + leaf.content().brief(), problem);
    }
}
