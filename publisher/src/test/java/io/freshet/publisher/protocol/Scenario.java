package io.freshet.publisher.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Where an exploration begins.
 *
 * @param publishers one for each plan
 * @param rounds how often the collector runs
 * @param orphans packs that a run left behind, long ago, at both destinations
 * @param condemned those of them that are condemned, as every destination knows
 * @param followed whether there is a follower
 */
record Scenario(
        String name,
        List<Plan> publishers,
        int rounds,
        SortedSet<String> orphans,
        SortedSet<String> condemned,
        boolean followed,
        Budget budget,
        Optional<Flaw> flaw) {

    static Scenario of(String name, List<Plan> publishers, int rounds, Budget budget) {
        return new Scenario(name, publishers, rounds, Sets.of(), Sets.of(), true, budget, Optional.empty());
    }

    Scenario with(Flaw broken) {
        return new Scenario(
                broken + ": " + name, publishers, rounds, orphans, condemned, followed, budget, Optional.of(broken));
    }

    Scenario withOrphan(String pack) {
        return new Scenario(name, publishers, rounds, Sets.of(pack), condemned, followed, budget, flaw);
    }

    Scenario withCondemned(String pack) {
        return new Scenario(name, publishers, rounds, Sets.of(pack), Sets.of(pack), followed, budget, flaw);
    }

    /** As one destination alone: nobody copies to the other, and nobody asks how far it is. */
    Scenario withoutFollower() {
        return new Scenario(name + ", no follower", publishers, rounds, orphans, condemned, false, budget, flaw);
    }

    /** Every channel with one release, at both destinations. */
    World start() {
        Bucket bucket = Bucket.EMPTY;
        SortedMap<String, Role> roles = new TreeMap<>();
        int log = 0;
        for (String channel : channels()) {
            String pack = channel.toLowerCase(Locale.ROOT) + "1";
            var release = new Release(channel, 1, "first", Sets.of(pack), log, List.of());
            Role role = new Role(1, release);
            bucket = bucket.put(Names.pack(pack), pack)
                    .put(Names.log(log++), release.entry())
                    .put(role.name(), role);
            roles.put(channel, role);
        }
        for (String orphan : orphans) {
            bucket = bucket.put(Names.pack(orphan), orphan);
        }
        Condemned list = list();
        var snapshot = new Snapshot(1, Collections.unmodifiableSortedMap(roles), log, list);
        bucket = bucket.put(Names.condemned(list.number()), list)
                .put(snapshot.name(), snapshot)
                .put(Names.TIMESTAMP, new Timestamp(1, snapshot));
        return World.of(bucket, bucket, actors(), budget);
    }

    /** Those of the publishers, and one that a publisher may reuse packs of. */
    private SortedSet<String> channels() {
        return Sets.union(publishers.stream().map(Plan::channel).toList(), List.of("A"));
    }

    private Condemned list() {
        return new Condemned(
                0,
                condemned.stream()
                        .map(pack -> new Condemned.Entry(pack, 0, 0, Condemned.NEVER))
                        .toList());
    }

    private List<Actor> actors() {
        var actors = new ArrayList<Actor>();
        publishers.forEach(plan -> actors.add(Publisher.of(plan)));
        if (rounds > 0) {
            actors.add(Collector.of(rounds));
        }
        return List.copyOf(actors);
    }

    @Override
    public String toString() {
        return name;
    }
}
