package io.freshet.publisher.protocol;

import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A pointer, with what it leads to.
 *
 * @param run which run of which publisher made it
 * @param packs everything that a reader of it needs
 * @param log number of its log entry
 * @param history the runs that made the releases before it
 */
record Release(String channel, int sequence, String run, SortedSet<String> packs, int log, List<String> history) {
    /** What stands at {@code log/seq/N}. */
    record Entry(String channel, int sequence, String run) {}

    Release next(String byRun, SortedSet<String> needs, int entry) {
        List<String> before = Stream.concat(history.stream(), Stream.of(run)).toList();
        return new Release(channel, sequence + 1, byRun, needs, entry, before);
    }

    Entry entry() {
        return new Entry(channel, sequence, run);
    }

    /** Whether this is the release of that run, or comes after it. */
    boolean includes(String byRun) {
        return run.equals(byRun) || history.contains(byRun);
    }

    @Override
    public int hashCode() {
        return (run.hashCode() * 31 + packs.hashCode()) * 31 + log;
    }

    @Override
    public String toString() {
        return channel + " " + sequence + " by " + run + " " + packs + " log " + log;
    }
}
