package io.freshet.publisher.protocol;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One process's turn in one state: what it sees, and what it may do. */
final class Turn {
    private final World world;
    private final int actor;
    private final Scenario scenario;
    private final List<Move> moves;

    Turn(World world, int actor, Scenario scenario, List<Move> moves) {
        this.world = world;
        this.actor = actor;
        this.scenario = scenario;
        this.moves = moves;
    }

    World world() {
        return world;
    }

    Bucket at(Place place) {
        return world.at(place);
    }

    Bucket authority() {
        return world.authority();
    }

    int tick() {
        return world.readers().tick();
    }

    boolean has(Flaw flaw) {
        return scenario.flaw().filter(flaw::equals).isPresent();
    }

    /** Whether there is a follower. */
    boolean follows() {
        return scenario.followed();
    }

    Stream<Place> destinations() {
        return follows() ? Stream.of(Place.values()) : Stream.of(Place.AUTHORITY);
    }

    /** The list that stands in that timestamp's snapshot. */
    Condemned condemned(Timestamp base) {
        if (has(Flaw.CONDEMNED_LIST_APART)) {
            return (Condemned) authority().get(Names.HEAD).orElse(base.condemned());
        }
        return base.condemned();
    }

    /** The process reads, or only thinks. */
    void reads(Supplier<String> what, Actor next) {
        moves.add(new Move(() -> who() + what.get(), world.with(actor, next)));
    }

    /** The collector holds the intents of a run for stale. */
    void expires(String run, Actor next) {
        if (world.budget().expiries() > 0) {
            moves.add(new Move(
                    () -> who() + "reads the intents, and holds " + run + " for stale",
                    world.with(actor, next).expiring(run)));
        }
    }

    /** A write without a condition, repeated until it is answered. */
    void writes(Request request, Actor next) {
        moves.add(new Move(() -> who() + request, world.written(request).with(actor, next)));
    }

    /** Immutable objects, copied to the follower where they are missing. */
    void copies(SortedMap<String, Object> objects, Actor next) {
        Bucket follower = at(Place.FOLLOWER);
        for (var object : objects.entrySet()) {
            if (!follower.has(object.getKey())) {
                follower = follower.put(object.getKey(), object.getValue());
            }
        }
        moves.add(new Move(
                () -> who() + "copies log and metadata to the follower",
                world.with(world.authority(), follower).with(actor, next)));
    }

    /** A write that may be refused, and whose answer may be lost. */
    void tries(Request request, Actor stored, Actor refused, Actor lost) {
        if (request.accepted(at(request.place()))) {
            writes(request, stored);
        } else {
            moves.add(new Move(() -> who() + request + ": refused", world.with(actor, refused)));
        }
        if (world.budget().lostAnswers() > 0) {
            moves.add(new Move(
                    () -> who() + request + ": no answer", world.adrift(request).with(actor, lost)));
        }
    }

    private String who() {
        return world.actors().get(actor).name() + ": ";
    }
}
