package io.freshet.core.index;

import io.freshet.core.FormatException;

/**
 * Walks a location leaf's runs beside the chunks of its content leaf: for each chunk, in order, the frame and the
 * member in which it lies.
 */
public final class ChunkPlaces {

    private final LocationNode.Leaf leaf;
    private int run = -1;
    private int left;
    private int row;
    private int member = -1;

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
        if (frame().lengths()[member] != length) {
            throw error("places a chunk of " + length + " bytes where " + frame().lengths()[member] + " bytes lie");
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

    private FormatException error(String problem) {
        return new FormatException(
                "location node of content node " + leaf.content().brief(), problem);
    }
}
