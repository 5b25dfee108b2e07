package io.freshet.publisher.protocol;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Bringing the follower up to the authority: by whoever has just committed, or anyone else.
 *
 * <p>A pack's copy is one step, and so is that of all logs and metadata: nobody reads those before the timestamp that
 * names them, nobody deletes them, and to write one twice is to write it once.
 *
 * @param target what the follower shall have
 * @param seen what it had when this began
 * @param todo packs to copy
 */
record Follow(Step step, Timestamp target, Optional<Timestamp> seen, SortedSet<String> todo) {
    enum Step {
        AUTHORITY,
        FOLLOWER,
        PACKS,
        REST,
        STAMP
    }

    /** Begins with what was just committed. */
    static Follow to(Timestamp committed) {
        return new Follow(Step.FOLLOWER, committed, Optional.empty(), Sets.of());
    }

    /**
     * @param going the process, with this much done
     * @param arrived the process, when the follower is up to date
     */
    void moves(Turn turn, Function<Follow, Actor> going, Actor arrived) {
        if (!turn.follows()) {
            turn.reads(() -> "has nobody to bring up", arrived);
            return;
        }
        switch (step) {
            case AUTHORITY -> {
                Timestamp head = turn.authority().timestamp();
                turn.reads(() -> "reads the authority's timestamp", going.apply(to(head)));
            }
            case FOLLOWER -> {
                Timestamp there = turn.at(Place.FOLLOWER).timestamp();
                boolean current = there.version() >= target.version();
                turn.reads(
                        () -> "reads the follower's timestamp " + there.version(),
                        current ? arrived : going.apply(towards(turn, there)));
            }
            case PACKS -> copyPack(turn, going);
            case REST -> copyRest(turn, going);
            case STAMP -> stamp(turn, going, arrived);
        }
    }

    private Follow towards(Turn turn, Timestamp there) {
        var missing = Sets.minus(target.packs(), there.packs());
        Step first = turn.has(Flaw.FOLLOWER_TIMESTAMP_BEFORE_OBJECTS) ? Step.STAMP : Step.PACKS;
        return new Follow(first, target, Optional.of(there), missing).skip();
    }

    private Follow skip() {
        return step == Step.PACKS && todo.isEmpty() ? at(Step.REST) : this;
    }

    private Follow at(Step next) {
        return new Follow(next, target, seen, todo);
    }

    private void copyPack(Turn turn, Function<Follow, Actor> going) {
        String pack = todo.first();
        String name = Names.pack(pack);
        var rest = new Follow(step, target, seen, Sets.minus(todo, Sets.of(pack))).skip();
        if (turn.at(Place.FOLLOWER).has(name)) {
            turn.reads(() -> "finds " + name + " at the follower", going.apply(rest));
        } else if (turn.authority().has(name)) {
            turn.writes(new Request.Put(Place.FOLLOWER, name, pack), going.apply(rest));
        } else {
            turn.reads(() -> "finds " + name + " gone from the authority", going.apply(at(Step.AUTHORITY)));
        }
    }

    private void copyRest(Turn turn, Function<Follow, Actor> going) {
        var objects = new TreeMap<String, Object>();
        Snapshot snapshot = target.snapshot();
        for (int n = 0; n < snapshot.log(); n++) {
            turn.authority().get(Names.log(n)).ifPresent(copyAs(objects, Names.log(n)));
        }
        Names.bound(snapshot).forEach(name -> turn.authority().get(name).ifPresent(copyAs(objects, name)));
        turn.copies(objects, going.apply(at(Step.STAMP)));
    }

    private static Consumer<Object> copyAs(TreeMap<String, Object> objects, String name) {
        return object -> objects.put(name, object);
    }

    private void stamp(Turn turn, Function<Follow, Actor> going, Actor arrived) {
        if (turn.has(Flaw.FOLLOWER_UNCONDITIONAL)) {
            turn.writes(new Request.Put(Place.FOLLOWER, Names.TIMESTAMP, target), arrived);
            return;
        }
        var stamp = new Request.CompareAndSet(Place.FOLLOWER, Names.TIMESTAMP, seen.orElseThrow(), target);
        Actor again = going.apply(at(Step.AUTHORITY));
        Actor next = turn.has(Flaw.FOLLOWER_TIMESTAMP_BEFORE_OBJECTS) ? again : arrived;
        turn.tries(stamp, next, again, again);
    }

    @Override
    public int hashCode() {
        return ((step.name().hashCode() * 31 + target.hashCode()) * 31 + seen.hashCode()) * 31 + todo.hashCode();
    }
}
