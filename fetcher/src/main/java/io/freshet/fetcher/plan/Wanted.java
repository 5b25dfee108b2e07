package io.freshet.fetcher.plan;

import io.freshet.core.index.FrameRow;
import io.freshet.fetcher.download.Chains;
import io.freshet.fetcher.download.FrameMember;
import io.freshet.fetcher.download.FrameNeed;
import io.freshet.fetcher.download.FrameNeeds;
import io.freshet.fetcher.download.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames that must be downloaded, gathered until there are enough of them for good ranges. At first that is little, so that
 * mirrors are not kept waiting; then more and more, so that what lies side by side is asked for at once.
 */
final class Wanted {

    private static final long FIRST_BYTES = 16 << 20;
    private static final long MOST_BYTES = 256 << 20;
    private static final int MOST_TARGETS = 1 << 16;

    private final Chains chains;
    private final boolean withDeltas;
    private final FrameNeeds plain = new FrameNeeds();
    private final FrameNeeds deltas = new FrameNeeds();
    private long bytes;
    private long enoughBytes = FIRST_BYTES;
    private int targets;

    /**
     * @param chains takes what can't be made yet
     * @param withDeltas whether bases may lie here
     */
    Wanted(Chains chains, boolean withDeltas) {
        this.chains = chains;
        this.withDeltas = withDeltas;
    }

    void add(Target target) throws IOException {
        boolean made = target.place().isInDelta();
        if (made && !withDeltas) {
            chains.defer(target);
            return;
        }
        FrameMember from = made || !withDeltas ? target.place() : target.delta().orElse(target.place());
        if ((from.isInDelta() ? deltas : plain).add(from.frame(), target)) {
            // A delta frame is soon there; what takes time is to make chunks of it.
            bytes += from.isInDelta() ? from.frame().plain() : from.frame().stored();
        }
        targets++;
    }

    boolean enough() {
        return bytes >= enoughBytes || targets >= MOST_TARGETS;
    }

    List<FrameNeed> take() throws IOException {
        List<FrameNeed> taken = new ArrayList<>();
        for (FrameNeed need : deltas.take()) {
            if (need.isSpare() ? need.frame().stored() < shareOfPlain(need) : chains.isReady(need.frame())) {
                taken.add(need);
            } else {
                for (Target target : need.targets()) {
                    leave(target);
                }
            }
        }
        List<FrameNeed> ofPlain = plain.take();
        taken.addAll(ofPlain);
        taken.addAll(chains.between(ofPlain));
        bytes = 0;
        enoughBytes = Math.min(MOST_BYTES, 2 * enoughBytes);
        targets = 0;
        return taken;
    }

    private void leave(Target target) throws IOException {
        if (target.place().isInDelta()) {
            chains.defer(target);
        } else {
            plain.add(target.place().frame(), target);
        }
    }

    /** Stored bytes of plain frames that are there for the members of a delta frame that are needed. */
    private static long shareOfPlain(FrameNeed need) {
        long share = 0;
        int counted = -1;
        for (Target target : need.targets()) {
            int member = target.memberOf(need.frame());
            if (member != counted) {
                FrameRow in = target.place().frame();
                share += (long) in.stored() * need.frame().lengths()[member] / in.plain();
                counted = member;
            }
        }
        return share;
    }
}
