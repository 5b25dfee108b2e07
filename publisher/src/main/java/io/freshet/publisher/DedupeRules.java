package io.freshet.publisher;

/**
 * What of known data is not stored again, and what is.
 *
 * @param lookUp whether known chunks are found anywhere by their ids, and not only where they were in the parent: what
 *     moved, was renamed or merged is not stored again then. Takes 70 bytes of disk a chunk
 * @param recentChunks how many of a publication's own new chunks are remembered, a power of two; 48 bytes of memory each
 * @param coldOverhead what a cold fetch may read as a multiple of what it needs, before chunks are stored again
 * @param reemissionBudget how much a release may store again, as a share of what is in use
 */
public record DedupeRules(boolean lookUp, int recentChunks, double coldOverhead, double reemissionBudget) {

    /** The whole parent is searched; chunks are stored again as soon as a cold fetch would read more than 1.08 times. */
    public static final DedupeRules DEFAULTS = new DedupeRules(true, 1 << 18, 1.08, 1.0);

    /** Checks the numbers. */
    public DedupeRules {
        if (coldOverhead < 1 || reemissionBudget < 0 || reemissionBudget > 1) {
            throw new IllegalArgumentException(
                    "an overhead of " + coldOverhead + " and a budget of " + reemissionBudget);
        }
    }
}
