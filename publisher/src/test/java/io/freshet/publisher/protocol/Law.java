package io.freshet.publisher.protocol;

import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What must hold in every state.
 *
 * @param name as in {@code docs/spec/commit-protocol.md}
 * @param holds of the state before and the state now
 */
record Law(String name, BiPredicate<World, World> holds) {
    /** A law about a part of the state: asked where that has changed. */
    static <P> Law of(String name, Function<World, P> part, BiPredicate<P, P> holds) {
        return new Law(name, (before, now) -> {
            P was = part.apply(before);
            P is = part.apply(now);
            return same(was, is) || holds.test(was, is);
        });
    }

    /** Whether it is the very same: parts that did not change are handed on. */
    @SuppressWarnings("ReferenceEquality")
    static boolean same(Object was, Object is) {
        return was == is;
    }

    /** A law about each destination. */
    static Law ofBuckets(String name, BiPredicate<Bucket, Bucket> holds) {
        Law authority = of(name, World::authority, holds);
        Law follower = of(name, World::follower, holds);
        return new Law(name, authority.holds().and(follower.holds()));
    }

    static Law ofEachBucket(String name, Predicate<Bucket> holds) {
        return ofBuckets(name, (before, now) -> holds.test(now));
    }
}
