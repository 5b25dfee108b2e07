package io.freshet.publisher.frame;

import io.freshet.core.index.ChunkRun;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.LocationNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which share of each frame a location leaf uses. */
public final class FrameShares {

    private FrameShares() {}

    /** Takes frames. */
    @FunctionalInterface
    public interface Visitor {
        /** The frame of a row, and how many of its stored bytes are used: the share of its plain ones. */
        void frame(int row, int used) throws IOException;
    }

    /** Gives all frames of a leaf. */
    public static void of(LocationNode.Leaf leaf, Visitor visitor) throws IOException {
        List<BitSet> used = new ArrayList<>();
        leaf.frames().forEach(frame -> used.add(new BitSet(frame.lengths().length)));
        for (ChunkRun run : leaf.runs()) {
            int row = run.row();
            int member = run.member();
            for (int left = run.count(); left > 0; ) {
                int part = Math.min(left, leaf.frames().get(row).lengths().length - member);
                used.get(row).set(member, member + part);
                left -= part;
                member = 0;
                row++;
            }
        }
        for (int row = 0; row < used.size(); row++) {
            FrameRow frame = leaf.frames().get(row);
            long plain =
                    used.get(row).stream().mapToLong(m -> frame.lengths()[m]).sum();
            visitor.frame(row, Math.toIntExact(Math.ceilDiv(frame.stored() * plain, frame.plain())));
        }
    }
}
