package io.freshet.publisher.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The safety predicates of the protocol, under the names that its specification gives them. */
final class Laws {
    /** What a user would notice if it were broken. */
    static final List<Law> VISIBLE = List.of(
            Law.ofEachBucket("closed", Laws::closed),
            Law.ofEachBucket("logged", Laws::logged),
            Law.ofBuckets("immutable", Laws::kept),
            new Law("readable", Laws::readable),
            new Law("following", Laws::following),
            Law.of("linear", World::commits, (before, now) -> linear(now)),
            new Law("truthful", (before, now) -> publishers(now).allMatch(publisher -> truthful(publisher, now))),
            new Law("protected", Laws::spared));

    /** What makes the others inductive: nothing that a release needs is condemned. */
    static final Law FENCED = Law.of("fenced", World::commits, (before, now) -> {
        Timestamp head = now.getLast();
        return head.packs().stream().noneMatch(head.condemned()::lists);
    });

    static final List<Law> ALL =
            Stream.concat(VISIBLE.stream(), Stream.of(FENCED)).toList();

    private Laws() {}

    /** Whatever a timestamp leads to is there, as it was when it was signed. */
    private static boolean closed(Bucket bucket) {
        Snapshot snapshot = bucket.timestamp().snapshot();
        return bucket.holds(snapshot.name(), snapshot)
                && bucket.holds(Names.condemned(snapshot.condemned().number()), snapshot.condemned())
                && snapshot.roles().values().stream().allMatch(role -> bucket.holds(role.name(), role))
                && hasAll(bucket, snapshot.packs());
    }

    private static boolean hasAll(Bucket bucket, SortedSet<String> packs) {
        return packs.stream().map(Names::pack).allMatch(bucket::has);
    }

    /** Whoever took a timestamp within the last grace period finds all that it leads to where he took it. */
    private static boolean readable(World before, World now) {
        return Stream.of(Place.values())
                .allMatch(place -> Law.same(before.at(place), now.at(place))
                        || hasAll(now.at(place), now.readers().at(place)));
    }

    /** The follower has a timestamp that the authority had, and never goes back. */
    private static boolean following(World before, World now) {
        Timestamp was = before.follower().timestamp();
        Timestamp is = now.follower().timestamp();
        return Law.same(was, is) || (now.commits().contains(is) && is.version() >= was.version());
    }

    /** Every release has its entry, and the log has no gap. */
    private static boolean logged(Bucket bucket) {
        Snapshot snapshot = bucket.timestamp().snapshot();
        return IntStream.range(0, snapshot.log()).mapToObj(Names::log).allMatch(bucket::has)
                && snapshot.roles().values().stream()
                        .map(Role::release)
                        .allMatch(release -> release.log() < snapshot.log()
                                && bucket.holds(Names.log(release.log()), release.entry()));
    }

    private static boolean kept(Bucket before, Bucket now) {
        for (Map.Entry<String, Object> object : before.all().entrySet()) {
            String name = object.getKey();
            boolean mutable = name.equals(Names.TIMESTAMP) || name.equals(Names.HEAD);
            if (!mutable && now.has(name) && !now.holds(name, object.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Versions rise, and a commit is one channel's next release or another condemned list, and renewals at most. */
    private static boolean linear(List<Timestamp> commits) {
        if (commits.size() < 2) {
            return true;
        }
        Timestamp was = commits.get(commits.size() - 2);
        Timestamp is = commits.getLast();
        long released = is.snapshot().roles().keySet().stream()
                .filter(channel ->
                        !is.snapshot().release(channel).equals(was.snapshot().release(channel)))
                .count();
        boolean condemned = !is.condemned().equals(was.condemned());
        return is.version() == was.version() + 1
                && is.snapshot().version() > was.snapshot().version()
                && is.snapshot().log() >= was.snapshot().log()
                && is.condemned().number() >= was.condemned().number()
                && released + (condemned ? 1 : 0) == 1
                && is.snapshot().roles().values().stream().allMatch(role -> follows(role, was));
    }

    private static boolean follows(Role role, Timestamp was) {
        Role before = was.snapshot().roles().get(role.release().channel());
        boolean next = role.release().sequence() == before.release().sequence() + 1
                && !before.release().includes(role.release().run());
        boolean renewed = role.release().equals(before.release());
        return role.equals(before) || (role.version() > before.version() && (next || renewed));
    }

    private static boolean truthful(Publisher publisher, World world) {
        Release head = world.authority()
                .timestamp()
                .snapshot()
                .release(publisher.plan().channel());
        return switch (publisher.outcome()) {
            case NONE -> true;
            case WON -> publisher.made(head);
            case LOST -> !publisher.made(head) && head.sequence() > 1;
        };
    }

    /** While its intents stand, what a publisher uploaded does not become condemned. */
    private static boolean spared(World before, World now) {
        if (Law.same(before.commits(), now.commits())) {
            return true;
        }
        var added = Sets.minus(
                now.commits().getLast().condemned().packs(),
                before.commits().getLast().condemned().packs());
        return publishers(now)
                .filter(publisher -> !now.expired().contains(publisher.runId()))
                .allMatch(publisher -> Collections.disjoint(publisher.stored(), added));
    }

    private static Stream<Publisher> publishers(World world) {
        return world.actors().stream().filter(Publisher.class::isInstance).map(Publisher.class::cast);
    }
}
