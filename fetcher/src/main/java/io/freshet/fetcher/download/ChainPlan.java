package io.freshet.fetcher.download;

import io.freshet.core.FormatException;
import io.freshet.core.index.BasesPlace;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.Stream;

/** What it takes to make delta frames of what is at hand: which other frames, and which bases in them. */
final class ChainPlan {

    private static final int ANY_DEPTH = BasesPlace.MAX_DEPTH + 1;

    private final Bases bases;
    private final BasesAtHand atHand;
    private final BitSet needed = new BitSet();
    /** Of each depth, the numbers of the delta frames. */
    private final BitSet[] deltas =
            Stream.generate(BitSet::new).limit(ANY_DEPTH).toArray(BitSet[]::new);

    ChainPlan(Bases bases, BasesAtHand atHand) {
        this.bases = bases;
        this.atHand = atHand;
    }

    /**
     * Plans these delta frames, and all that they take, from the deepest on. So nothing is planned after what it takes.
     *
     * @return what is wrong if no node has one of the frames, in a depth below that of all frames that take it
     */
    Optional<FormatException> reach(Iterable<FrameName> roots) throws IOException {
        for (FrameName root : roots) {
            if (!add(root, ANY_DEPTH)) {
                return Optional.of(unlisted(root, ANY_DEPTH));
            }
        }
        for (int depth = BasesPlace.MAX_DEPTH; depth > 0; depth--) {
            BitSet of = deltas[depth];
            for (int number = of.nextSetBit(0); number >= 0; number = of.nextSetBit(number + 1)) {
                Optional<FormatException> problem = visit(bases.delta(number));
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
            if (!needed.get(base) && atHand.has(base)) {
                continue;
            }
            needed.set(base);
            // One that is needed already may be so for a deeper frame: it must lie deep enough for this one, too.
            int frame = bases.frame(base);
            if (bases.frames().isDelta(frame) && !add(bases.frames().name(frame), delta.depth())) {
                return Optional.of(unlisted(bases.frames().name(frame), delta.depth()));
            }
        }
        return Optional.empty();
    }

    /** Adds a delta frame, which must be of a depth below {@code below}. */
    private boolean add(FrameName name, int below) {
        Optional<Bases.Delta> delta = bases.delta(name).filter(known -> known.depth() < below);
        delta.ifPresent(known -> deltas[known.depth()].set(known.number()));
        return delta.isPresent();
    }

    private static FormatException unlisted(FrameName name, int below) {
        String depth = below == ANY_DEPTH ? "" : " of a depth below " + below;
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

    /** The numbers of the delta frames of a depth. */
    BitSet ofDepth(int depth) {
        return deltas[depth];
    }

    /** The numbers of the plain frames that {@linkplain #needed bases} lie in. */
    BitSet plain() {
        BitSet plain = new BitSet();
        needed.stream()
                .map(bases::frame)
                .filter(frame -> !bases.frames().isDelta(frame))
                .forEach(plain::set);
        return plain;
    }
}
