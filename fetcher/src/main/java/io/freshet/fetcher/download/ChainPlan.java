package io.freshet.fetcher.download;

import io.freshet.core.FormatException;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.Codec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What it takes to make delta frames of what is at hand: which other frames, and which bases in them. */
final class ChainPlan {

    private final Bases bases;
    private final BasesAtHand atHand;
    private final BitSet needed = new BitSet();
    private final Map<Integer, Set<FrameName>> deltas = new HashMap<>();

    ChainPlan(Bases bases, BasesAtHand atHand) {
        this.bases = bases;
        this.atHand = atHand;
    }

    /**
     * Plans these delta frames, and all that they take, from the deepest on. So nothing is planned after what it takes.
     *
     * @return what is wrong if no node has one of the frames, in a depth below that of all frames that take it
     */
    Optional<FormatException> reach(Collection<FrameName> roots) throws IOException {
        for (FrameName root : roots) {
            if (!add(root, BasesPlace.MAX_DEPTH + 1)) {
                return Optional.of(unlisted(root, BasesPlace.MAX_DEPTH + 1));
            }
        }
        for (int depth = BasesPlace.MAX_DEPTH; depth > 0; depth--) {
            for (FrameName name : ofDepth(depth)) {
                Optional<FormatException> problem = visit(bases.delta(name).orElseThrow());
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<FormatException> visit(Bases.Delta delta) throws IOException {
        for (int i = 0; i < delta.count(); i++) {
            int base = bases.base(delta, i);
            if (needed.get(base) || atHand.has(base)) {
                continue;
            }
            needed.set(base);
            FrameRow frame = bases.frame(base);
            if (frame.codec() == Codec.DELTA && !add(FrameName.of(frame), delta.depth())) {
                return Optional.of(unlisted(FrameName.of(frame), delta.depth()));
            }
        }
        return Optional.empty();
    }

    /** Adds a delta frame, which must be of a depth below {@code below}. */
    private boolean add(FrameName name, int below) {
        Optional<Bases.Delta> delta = bases.delta(name).filter(known -> known.depth() < below);
        delta.ifPresent(known ->
                deltas.computeIfAbsent(known.depth(), _ -> new HashSet<>()).add(name));
        return delta.isPresent();
    }

    private static FormatException unlisted(FrameName name, int below) {
        String depth = below > BasesPlace.MAX_DEPTH ? "" : " of a depth below " + below;
        return new FormatException("location index", "no bases node" + depth + " has " + name + ", which is needed");
    }

    /** The bases that must be kept when they come by. */
    BitSet needed() {
        return needed;
    }

    /** Length of these, in bytes. */
    long neededBytes() {
        return needed.stream().mapToLong(bases::length).sum();
    }

    /** The delta frames of a depth. */
    Set<FrameName> ofDepth(int depth) {
        return deltas.getOrDefault(depth, Set.of());
    }

    /** The plain frames that {@linkplain #needed bases} lie in. */
    List<FrameNeed> plain() {
        Set<FrameRow> frames = new HashSet<>();
        List<FrameNeed> plain = new ArrayList<>();
        needed.stream().forEach(base -> {
            FrameRow frame = bases.frame(base);
            if (frame.codec() != Codec.DELTA && frames.add(frame)) {
                plain.add(new FrameNeed(frame, List.of()));
            }
        });
        return plain;
    }
}
