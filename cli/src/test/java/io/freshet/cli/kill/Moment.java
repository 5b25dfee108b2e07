package io.freshet.cli.kill;

import java.util.SplittableRandom;

/**
 * When a process dies: so long after that many changes to what is watched; 0 changes are those at its start.
 *
 * @param changes how many changes are waited for
 * @param thenNanos how long it lives after them
 */
record Moment(int changes, long thenNanos) {

    /** It ends by itself. */
    static final Moment NEVER = new Moment(Integer.MAX_VALUE, 0);

    private static final long LITTLE = 20_000_000;

    /** A quarter of all moments are spread over the time in which a process works, the others over the changes that it makes. */
    static Moment in(Child.End whole, SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            long works = whole.nanos() - whole.quietNanos();
            return new Moment(0, whole.quietNanos() + random.nextLong(works * 21 / 20));
        }
        return new Moment(1 + random.nextInt(whole.changes()), random.nextBoolean() ? 0 : random.nextLong(LITTLE));
    }
}
