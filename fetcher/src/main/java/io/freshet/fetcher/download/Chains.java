package io.freshet.fetcher.download;

import io.freshet.core.FormatException;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.LocationRoot;
import io.freshet.fetcher.seed.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Makes chunks that only delta frames have, where not all bases lie here: bases nodes say where these lie, in plain frames
 * or in other delta frames. What is needed is found from the deepest frames on; then plain frames are read, and delta
 * frames from the lowest depth on, those of one depth side by side. Bases wait in a temporary file.
 *
 * <p>Where a whole chain will be needed, nodes are {@linkplain #readAhead read first}, so that bases are kept as frames
 * come by that are read for their own sake. Hardly anything is read twice then.
 *
 * <p>Memory grows with the number of bases that nodes name, which the location root bounds: some 50
 * bytes each, and 6 for a chunk that is deferred. Nothing is read or held where all bases lie here.
 */
public final class Chains implements AutoCloseable {

    /** Chunks whose frames are started at once, and frames without any. */
    private static final int MOST_TARGETS = 1 << 16;

    private final Seeds seeds;
    private final Bases bases = new Bases();
    private final BasesNodes nodes;
    private final BasesAtHand atHand;
    private final Deferred deferred;
    private FramesOfBases ahead = new FramesOfBases(bases.frames(), new BitSet());

    /**
     * @param location where the snapshot's bases nodes lie
     * @param seeds where bases may lie here
     * @param temporary where files may lie: of the length of all bases that do not lie here, and of 46 bytes for each chunk
     *     that is made of them
     */
    public Chains(LocationRoot location, BlobSource blobs, Seeds seeds, Path temporary) {
        this.seeds = seeds;
        this.nodes = new BasesNodes(location, blobs, bases);
        this.atHand = new BasesAtHand(bases, seeds, temporary);
        this.deferred = new Deferred(temporary);
    }

    /**
     * Reads all bases nodes: from now on bases that do not lie here are kept when they come by.
     *
     * @return bytes of these bases, which will lie in a temporary file if all of the snapshot is fetched
     */
    public long readAhead() throws IOException {
        nodes.readAll();
        ChainPlan plan = plan(bases.deltas());
        atHand.want(plan.needed());
        ahead = new FramesOfBases(bases.frames(), plan.plain());
        return plan.neededBytes();
    }

    /**
     * Frames that should be downloaded along with these plain ones: bases in them are needed, and they lie between. One that a
     * chunk still to come lies in as well is read once more then: that is so where chunks do not come in the order of the packs.
     * Where nodes were not read ahead, there are none: {@link #finish} brings them.
     */
    public List<FrameNeed> between(List<FrameNeed> plain) {
        return ahead.before(plain);
    }

    /** Whether chunks may come out of a delta frame as soon as it is there: its bases are at hand, as far as is known. */
    public boolean isReady(FrameRow frame) throws IOException {
        if (seeds.none()) {
            return false;
        }
        Optional<Bases.Delta> delta = bases.delta(FrameName.of(frame));
        return delta.isEmpty() || atHand.hasAll(delta.get());
    }

    /** Puts off a chunk whose place is a delta frame: {@link #finish} makes it. */
    public void defer(Target target) throws IOException {
        deferred.add(target);
    }

    /**
     * Makes all chunks that were deferred, and hands them to what they belong to.
     *
     * @param downloads bring the frames; they were made with these chains, and bring nothing else meanwhile
     */
    public void finish(Downloads downloads) throws IOException {
        while (!deferred.isEmpty()) {
            int lost = atHand.lost();
            ChainPlan plan = plan(deferred.frames());
            atHand.want(plan.needed());
            bring(plan.plain(), downloads);
            for (int depth = 1; depth <= BasesPlace.MAX_DEPTH; depth++) {
                make(plan.ofDepth(depth), downloads);
            }
            // What is still deferred lacks a base that has turned out not to lie here: the next plan knows that.
            if (!deferred.isEmpty() && atHand.lost() == lost) {
                throw new IllegalStateException("chunks lack bases, none of which is missing");
            }
        }
    }

    /** Reads plain frames for the bases in them. */
    private void bring(BitSet frames, Downloads downloads) throws IOException {
        int frame = frames.nextSetBit(0);
        while (frame >= 0) {
            List<FrameNeed> needs = new ArrayList<>();
            for (; frame >= 0 && needs.size() < MOST_TARGETS; frame = frames.nextSetBit(frame + 1)) {
                needs.add(new FrameNeed(bases.frames().row(frame), List.of()));
            }
            downloads.start(needs);
        }
        downloads.await();
    }

    /** Plans what these delta frames take, reading as many nodes as it takes. */
    private ChainPlan plan(Iterable<FrameName> frames) throws IOException {
        while (true) {
            ChainPlan plan = new ChainPlan(bases, atHand);
            Optional<FormatException> problem = plan.reach(frames);
            if (problem.isEmpty()) {
                return plan;
            }
            if (!nodes.readNext()) {
                throw problem.get();
            }
        }
    }

    /** Makes delta frames of one depth. Those that lack a base all the same stay deferred. */
    private void make(BitSet frames, Downloads downloads) throws IOException {
        List<FrameNeed> needs = new ArrayList<>();
        int targets = 0;
        for (FrameName name : bases.asStored(frames)) {
            if (atHand.hasAll(bases.delta(name).orElseThrow())) {
                FrameNeed need = new FrameNeed(row(name), deferred.take(name));
                needs.add(need);
                targets += need.targets().size();
            }
            if (targets >= MOST_TARGETS) {
                downloads.startChained(needs);
                needs.clear();
                targets = 0;
            }
        }
        downloads.startChained(needs);
        downloads.await();
    }

    /** A delta frame as leaves know it, or as nodes do in which a base lies in it. */
    private FrameRow row(FrameName name) throws IOException {
        Optional<FrameRow> ofLeaf = deferred.frame(name);
        Optional<FrameRow> ofNode = bases.frame(name);
        if (ofLeaf.isPresent() && ofNode.isPresent() && !ofLeaf.equals(ofNode)) {
            throw Bases.otherwise(name);
        }
        return ofLeaf.or(() -> ofNode).orElseThrow();
    }

    /** Brings bases to one thread. */
    FrameBases forOneThread() {
        return new FrameBases(bases, atHand, seeds);
    }

    Bases bases() {
        return bases;
    }

    BasesAtHand atHand() {
        return atHand;
    }

    @Override
    public void close() throws IOException {
        try (atHand) {
            deferred.close();
        }
    }
}
