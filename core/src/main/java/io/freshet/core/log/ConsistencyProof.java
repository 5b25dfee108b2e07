package io.freshet.core.log;

import io.freshet.core.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * That one tree is the beginning of another (RFC 6962, section 2.1.2). An empty proof belongs to equal trees, and to the
 * tree of no entries, which is the beginning of all.
 *
 * @param path hashes of subtrees, from the one that holds the end of the earlier tree on upwards
 */
public record ConsistencyProof(List<Digest> path) {

    /** What a proof says. */
    public enum Outcome {
        /** The earlier tree is the beginning of the later one. */
        HOLDS,
        /** It is not: the later tree, by its own root, has begun otherwise. Nobody but the log can make this. */
        OTHER_BEGINNING,
        /** It does not lead to the later root, and proves nothing; whoever made it may be at fault. */
        PROVES_NOTHING
    }

    public ConsistencyProof {
        path = List.copyOf(path);
        if (path.size() > InclusionProof.MOST_HASHES + 1) {
            throw new IllegalArgumentException("a consistency proof has at most 64 hashes, not " + path.size());
        }
    }

    /** The proof that the first {@code earlier} entries are the beginning of the first {@code later}: PROOF of the RFC. */
    static ConsistencyProof of(HashSource hashes, long earlier, long later) throws IOException, LogException {
        if (earlier < 0 || earlier > later) {
            throw new IllegalArgumentException("a tree of " + later + " entries has not grown from " + earlier);
        }
        List<Digest> path = new ArrayList<>();
        if (earlier == 0) {
            return new ConsistencyProof(path);
        }
        long from = 0;
        long to = later;
        while (to != earlier) {
            long middle = from + Subtree.split(to - from);
            if (earlier <= middle) {
                path.add(Subtree.root(hashes, middle, to));
                to = middle;
            } else {
                path.add(Subtree.root(hashes, from, middle));
                from = middle;
            }
        }
        if (from > 0) {
            path.add(Subtree.root(hashes, from, to));
        }
        return new ConsistencyProof(path.reversed());
    }

    /** Whether it proves that {@code earlier} is the beginning of {@code later} (RFC 9162, section 2.1.4.2). */
    public Outcome check(TreeHead earlier, TreeHead later) {
        if (earlier.size() > later.size()) {
            throw new IllegalArgumentException("a tree of " + later + " has not grown from one of " + earlier);
        }
        if (earlier.size() == 0 || earlier.size() == later.size()) {
            return trivial(earlier, later);
        }
        // Of a size that is a power of two, the proof leaves out the hash that it begins with: it is the earlier root.
        boolean leftOut = Long.bitCount(earlier.size()) == 1;
        if (path.isEmpty() && !leftOut) {
            return Outcome.PROVES_NOTHING;
        }
        int shared = Long.numberOfTrailingZeros(earlier.size());
        Fold fold = new Fold(
                (earlier.size() - 1) >> shared,
                (later.size() - 1) >> shared,
                leftOut ? earlier.root() : path.getFirst());
        for (Digest hash : leftOut ? path : path.subList(1, path.size())) {
            if (!fold.add(hash)) {
                return Outcome.PROVES_NOTHING;
            }
        }
        if (fold.last != 0 || !fold.later.equals(later.root())) {
            return Outcome.PROVES_NOTHING;
        }
        return fold.earlier.equals(earlier.root()) ? Outcome.HOLDS : Outcome.OTHER_BEGINNING;
    }

    private Outcome trivial(TreeHead earlier, TreeHead later) {
        if (!path.isEmpty()) {
            return Outcome.PROVES_NOTHING;
        }
        return earlier.size() == 0 || earlier.equals(later) ? Outcome.HOLDS : Outcome.OTHER_BEGINNING;
    }

    /** Both roots as they come out of the path: fn, sn, fr and sr of RFC 9162. */
    private static final class Fold {

        private long first;
        private long last;
        private Digest earlier;
        private Digest later;

        Fold(long first, long last, Digest begin) {
            this.first = first;
            this.last = last;
            this.earlier = begin;
            this.later = begin;
        }

        /** False where the later tree is not that high. */
        boolean add(Digest hash) {
            if (last == 0) {
                return false;
            }
            if ((first & 1) == 1 || first == last) {
                earlier = LogHash.node(hash, earlier);
                later = LogHash.node(hash, later);
                int skipped = Long.numberOfTrailingZeros(first);
                first >>= skipped;
                last >>= skipped;
            } else {
                later = LogHash.node(later, hash);
            }
            first >>= 1;
            last >>= 1;
            return true;
        }
    }
}
