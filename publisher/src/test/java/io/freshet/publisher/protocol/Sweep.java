package io.freshet.publisher.protocol;

import io.freshet.publisher.protocol.Condemned.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What a collector remembers of one round.
 *
 * @param listed packs at any destination
 * @param protectedByIntents packs that intents name
 * @param base the timestamp that it builds on
 * @param passed the generation that every destination was seen to have, at the tick {@code passedAt}
 * @param todo deletions
 * @param erased packs that it has seen go, everywhere
 * @param generation the list as written
 * @param tried the highest number of a snapshot tried
 * @param attempt the timestamp as signed
 */
record Sweep(
        SortedSet<String> listed,
        SortedSet<String> protectedByIntents,
        Optional<Timestamp> base,
        int passed,
        int passedAt,
        List<Request.Delete> todo,
        SortedSet<String> erased,
        Optional<Condemned> generation,
        int tried,
        Optional<Timestamp> attempt) {

    static final Sweep START = new Sweep(
            Sets.of(), Sets.of(), Optional.empty(), 0, 0, List.of(), Sets.of(), Optional.empty(), 0, Optional.empty());

    Sweep listed(SortedSet<String> packs) {
        return new Sweep(
                Sets.union(listed, packs),
                protectedByIntents,
                base,
                passed,
                passedAt,
                todo,
                erased,
                generation,
                tried,
                attempt);
    }

    Sweep protecting(SortedSet<String> packs) {
        return new Sweep(listed, packs, base, passed, passedAt, todo, erased, generation, tried, attempt);
    }

    Sweep on(Timestamp newBase) {
        return new Sweep(
                listed,
                protectedByIntents,
                Optional.of(newBase),
                passed,
                passedAt,
                todo,
                erased,
                Optional.empty(),
                tried,
                attempt);
    }

    Sweep passing(int everywhere, int tick, List<Request.Delete> due) {
        return new Sweep(listed, protectedByIntents, base, everywhere, tick, due, erased, generation, tried, attempt);
    }

    Sweep erasing(List<Request.Delete> left, SortedSet<String> gone) {
        return new Sweep(
                listed,
                protectedByIntents,
                base,
                passed,
                passedAt,
                left,
                Sets.union(erased, gone),
                generation,
                tried,
                attempt);
    }

    Sweep wrote(Condemned list) {
        return new Sweep(
                listed, protectedByIntents, base, passed, passedAt, todo, erased, Optional.of(list), tried, attempt);
    }

    Sweep signed(int version, Optional<Timestamp> timestamp) {
        return new Sweep(
                listed, protectedByIntents, base, passed, passedAt, todo, erased, generation, version, timestamp);
    }

    /** The packs whose grace period is over. */
    List<String> due(Condemned list, int tick, boolean noGrace) {
        return list.entries().stream()
                .filter(entry -> entry.passed() > Condemned.NEVER && entry.erased() == Condemned.NEVER)
                .filter(entry -> noGrace || tick > entry.passed())
                .map(Entry::pack)
                .filter(pack -> !erased.contains(pack))
                .toList();
    }

    /** The list that follows on {@code before}: entries grow older, garbage joins them. */
    Condemned next(Condemned before, int number, int tick, boolean dropsAtOnce, boolean passesAtOnce) {
        var entries = new ArrayList<Entry>();
        for (Entry entry : before.entries()) {
            boolean gone = erased.contains(entry.pack());
            if (entry.erased() > Condemned.NEVER ? tick > entry.erased() : gone && dropsAtOnce) {
                continue;
            }
            if (gone && entry.erased() == Condemned.NEVER) {
                entries.add(entry.erasedAt(tick));
            } else if (entry.passed() == Condemned.NEVER && entry.generation() <= passed) {
                entries.add(entry.passedAt(passedAt));
            } else {
                entries.add(entry);
            }
        }
        SortedSet<String> garbage = Sets.minus(listed, base.orElseThrow().packs());
        garbage = Sets.minus(Sets.minus(garbage, protectedByIntents), Sets.union(before.packs(), erased));
        for (String pack : garbage) {
            entries.add(new Entry(pack, number, passesAtOnce ? tick : Condemned.NEVER, Condemned.NEVER));
        }
        return new Condemned(number, List.copyOf(entries));
    }

    @Override
    public int hashCode() {
        return ((listed.hashCode() * 31 + protectedByIntents.hashCode()) * 31 + base.hashCode()) * 31
                + (todo.size() * 31 + erased.size()) * 31
                + generation.hashCode()
                + passed * 7
                + tried;
    }
}
