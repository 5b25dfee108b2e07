package io.freshet.publisher;

import io.freshet.core.index.BasesPlace;

/**
 * What of known data is not stored again, and what is, and how many deltas stand between a chunk and what they were made from.
 *
 * @param lookUp whether known chunks are found anywhere by their ids, and not only where they were in the parent: what
 *     moved, was renamed or merged is not stored again then. Takes 70 bytes of disk a chunk
 * @param recentChunks how many of a publication's own new chunks are remembered, a power of two; 48 bytes of memory each
 * @param coldOverhead what a cold fetch may read as a multiple of what it needs, before chunks are stored again
 * @param reemissionBudget how much a release may store again, as a share of what is in use
 * @param deltaDepth how many releases in a row may store new pages as deltas only; the one behind them stores all pages plain.
 *     0 where each page is to be stored plain at once
 * @param deltaOverhead what these deltas may add to a cold fetch, as a share of what it reads without
 */
public record DedupeRules(
        boolean lookUp,
        int recentChunks,
        double coldOverhead,
        double reemissionBudget,
        int deltaDepth,
        double deltaOverhead) {

    /**
     * The whole parent is searched; chunks are stored again as soon as a cold fetch would read more than 1.08 times, and
     * every eighth release stores all pages plain, or an earlier one, before deltas add a fifth to a cold fetch.
     */
    public static final DedupeRules DEFAULTS = new DedupeRules(true, 1 << 18, 1.08, 1.0, 7, 0.2);

    /** The same with another overhead of a cold fetch. */
    public DedupeRules withColdOverhead(double other) {
        return new DedupeRules(lookUp, recentChunks, other, reemissionBudget, deltaDepth, deltaOverhead);
    }

    /** The same with other bounds of deltas. */
    public DedupeRules withDeltas(int depth, double overhead) {
        return new DedupeRules(lookUp, recentChunks, coldOverhead, reemissionBudget, depth, overhead);
    }

    /** Checks the numbers. */
    public DedupeRules {
        if (coldOverhead < 1 || reemissionBudget < 0 || reemissionBudget > 1) {
            throw new IllegalArgumentException(
                    "an overhead of " + coldOverhead + " and a budget of " + reemissionBudget);
        }
        if (deltaDepth < 0 || deltaDepth > BasesPlace.MAX_DEPTH || deltaOverhead < 0) {
            throw new IllegalArgumentException(
                    "deltas of depth " + deltaDepth + " with an overhead of " + deltaOverhead);
        }
    }
}
