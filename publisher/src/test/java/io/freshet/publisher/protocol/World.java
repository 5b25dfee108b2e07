package io.freshet.publisher.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A state of the model.
 *
 * @param inFlight requests whose sender has given up waiting, and which may still arrive
 * @param commits every timestamp that the authority ever had, in order
 * @param expired runs whose intents have been held for stale
 */
record World(
        Bucket authority,
        Bucket follower,
        List<Actor> actors,
        List<Request> inFlight,
        List<Timestamp> commits,
        Readers readers,
        SortedSet<String> expired,
        Budget budget) {

    static World of(Bucket authority, Bucket follower, List<Actor> actors, Budget budget) {
        return new World(
                authority,
                follower,
                actors,
                List.of(),
                List.of(authority.timestamp()),
                Readers.of(authority, follower, 0),
                Sets.of(),
                budget);
    }

    Bucket at(Place place) {
        return place == Place.AUTHORITY ? authority : follower;
    }

    boolean quiescent() {
        return actors.stream().allMatch(Actor::finished);
    }

    World with(int actor, Actor now) {
        var changed = new ArrayList<>(actors);
        changed.set(actor, now);
        return new World(authority, follower, List.copyOf(changed), inFlight, commits, readers, expired, budget);
    }

    World with(Budget left) {
        return new World(authority, follower, actors, inFlight, commits, readers, expired, left);
    }

    World with(Bucket newAuthority, Bucket newFollower) {
        return new World(newAuthority, newFollower, actors, inFlight, commits, readers, expired, budget);
    }

    World expiring(String run) {
        return new World(
                authority,
                follower,
                actors,
                inFlight,
                commits,
                readers,
                Sets.union(expired, Sets.of(run)),
                budget.expired());
    }

    /** Does what the request asks, whatever its condition. */
    World written(Request request) {
        Bucket bucket = request.done(at(request.place()));
        boolean atAuthority = request.place() == Place.AUTHORITY;
        boolean stamps = request.name().equals(Names.TIMESTAMP);
        Bucket newAuthority = atAuthority ? bucket : authority;
        Bucket newFollower = atAuthority ? follower : bucket;
        return new World(
                newAuthority,
                newFollower,
                actors,
                still(inFlight.stream(), newAuthority, newFollower),
                stamps && atAuthority
                        ? Stream.concat(commits.stream(), Stream.of(bucket.timestamp()))
                                .toList()
                        : commits,
                stamps ? readers.joined(request.place(), bucket.timestamp()) : readers,
                expired,
                budget);
    }

    /** The answer to the request will never come; the request may arrive later, or never. */
    World adrift(Request request) {
        return new World(
                authority,
                follower,
                actors,
                still(Stream.concat(inFlight.stream(), Stream.of(request)), authority, follower),
                commits,
                readers,
                expired,
                budget.lost());
    }

    private World landed(int request) {
        var rest = new ArrayList<>(inFlight);
        Request landing = rest.remove(request);
        return new World(authority, follower, actors, List.copyOf(rest), commits, readers, expired, budget)
                .written(landing);
    }

    private World waited() {
        return new World(
                authority,
                follower,
                actors,
                inFlight,
                commits,
                Readers.of(authority, follower, readers.tick() + 1),
                expired,
                budget.waited());
    }

    /** Without those that can no longer do anything: no value ever comes back, and no metadata goes. */
    private static List<Request> still(Stream<Request> requests, Bucket authority, Bucket follower) {
        return requests.filter(request -> request.accepted(request.place() == Place.AUTHORITY ? authority : follower))
                .toList();
    }

    /** All that may happen next. */
    List<Move> moves(Scenario scenario) {
        var moves = new ArrayList<Move>();
        for (int i = 0; i < actors.size(); i++) {
            Actor actor = actors.get(i);
            if (actor.finished()) {
                continue;
            }
            int before = moves.size();
            actor.moves(new Turn(this, i, scenario, moves));
            if (moves.size() == before) {
                throw new IllegalStateException(actor + " has to wait for another process");
            }
            if (budget.crashes() > 0) {
                World crashed = with(budget.crashed()).with(i, actor.restarted());
                moves.add(new Move(() -> actor.name() + ": crashes and is started again", crashed));
            }
        }
        for (int i = 0; i < inFlight.size(); i++) {
            Request late = inFlight.get(i);
            moves.add(new Move(() -> "late: " + late, landed(i)));
        }
        // A request that nobody waits for is dead after a grace period.
        if (budget.graces() > 0 && inFlight.stream().noneMatch(Request.Delete.class::isInstance)) {
            moves.add(new Move(() -> "a grace period passes", waited()));
        }
        return moves;
    }

    /** The same state, made of parts that other states have too. */
    World madeOf(Parts parts) {
        return new World(
                parts.shared(authority),
                parts.shared(follower),
                parts.shared(actors.stream().map(parts::shared).toList()),
                parts.shared(inFlight),
                parts.shared(commits),
                parts.shared(readers),
                parts.shared(expired),
                parts.shared(budget));
    }

    @Override
    public int hashCode() {
        int hash = authority.hashCode() * 31 + follower.hashCode();
        for (Actor actor : actors) {
            hash = (hash ^ (hash >>> 15)) * 0x9E3779B1 + actor.hashCode();
        }
        hash = hash * 31 + inFlight.size() * 7 + readers.tick();
        hash = (hash * 31 + budget.hashCode()) * 0x9E3779B1;
        return hash ^ (hash >>> 15);
    }
}
