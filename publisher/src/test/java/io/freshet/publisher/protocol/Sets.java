package io.freshet.publisher.protocol;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Unmodifiable sets of names, in the order of the names: the same state always has the same moves. */
final class Sets {
    private Sets() {}

    static SortedSet<String> of(String... names) {
        return copy(List.of(names));
    }

    static SortedSet<String> copy(Collection<String> names) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    static SortedSet<String> union(Collection<String> a, Collection<String> b) {
        var all = new TreeSet<>(a);
        all.addAll(b);
        return Collections.unmodifiableSortedSet(all);
    }

    static SortedSet<String> minus(Collection<String> a, Collection<String> b) {
        var left = new TreeSet<>(a);
        left.removeAll(b);
        return Collections.unmodifiableSortedSet(left);
    }
}
