package io.freshet.publisher.protocol;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A collector: each round takes every entry of the condemned list one step further and adds what is garbage now. A
 * crash begins the round anew.
 *
 * @param rounds that are left, this one included
 */
record Collector(int rounds, Step step, Sweep sweep, Optional<Follow> follow) implements Actor {
    enum Step {
        LIST_AUTHORITY,
        LIST_FOLLOWER,
        INTENTS,
        /** Only in a flawed protocol. */
        LIST_AGAIN,
        READ,
        PEEK,
        ERASE,
        GENERATION,
        SNAPSHOT,
        COMMIT,
        FOLLOW
    }

    static Collector of(int rounds) {
        return new Collector(rounds, Step.LIST_AUTHORITY, Sweep.START, Optional.empty());
    }

    @Override
    public String name() {
        return "collector";
    }

    @Override
    public boolean finished() {
        return rounds == 0;
    }

    @Override
    public Actor restarted() {
        return of(rounds);
    }

    @Override
    public void moves(Turn turn) {
        switch (step) {
            case LIST_AUTHORITY -> list(turn, Place.AUTHORITY, turn.follows() ? Step.LIST_FOLLOWER : Step.INTENTS);
            case LIST_FOLLOWER -> list(turn, Place.FOLLOWER, Step.INTENTS);
            case INTENTS -> intents(turn);
            case LIST_AGAIN -> list(turn, Place.AUTHORITY, Step.READ);
            case READ -> read(turn);
            case PEEK -> peek(turn);
            case ERASE -> erase(turn);
            case GENERATION -> generation(turn);
            case SNAPSHOT -> snapshot(turn);
            case COMMIT -> commit(turn);
            case FOLLOW -> follow.orElseThrow().moves(turn, this::with, of(rounds - 1));
        }
    }

    private void list(Turn turn, Place place, Step next) {
        var packs = Sets.copy(turn.at(place).list(Names.PACKS).values().stream()
                .map(String.class::cast)
                .toList());
        turn.reads(
                () -> "lists " + packs + " at the " + place,
                with(sweep.listed(packs)).at(next));
    }

    /** Listed after the packs: a pack that was listed and has no intents now is committed, or abandoned. */
    private void intents(Turn turn) {
        Step next = turn.has(Flaw.PACKS_LISTED_AFTER_INTENTS) ? Step.LIST_AGAIN : Step.READ;
        var byRun = new TreeMap<String, SortedSet<String>>();
        turn.authority()
                .list(Names.INTENTS)
                .forEach((name, intent) -> byRun.merge(Names.run(name), ((Intent) intent).packs(), Sets::union));
        turn.reads(
                () -> "reads the intents " + byRun,
                with(sweep.protecting(all(byRun, ""))).at(next));
        byRun.keySet()
                .forEach(run -> turn.expires(
                        run, with(sweep.protecting(all(byRun, run))).at(next)));
    }

    private static SortedSet<String> all(TreeMap<String, SortedSet<String>> byRun, String butOf) {
        var packs = new TreeSet<String>();
        byRun.forEach((run, named) -> packs.addAll(run.equals(butOf) ? Sets.of() : named));
        return Sets.copy(packs);
    }

    /** The base of this round; and after a refusal or a lost answer: how it ended. */
    private void read(Turn turn) {
        Timestamp now = turn.authority().timestamp();
        Collector next;
        if (sweep.attempt()
                .filter(mine -> mine.condemned().equals(now.condemned()))
                .isPresent()) {
            next = following(now);
        } else if (sweep.attempt().isPresent() && sweep.base().equals(Optional.of(now))) {
            next = at(Step.COMMIT);
        } else {
            next = with(sweep.on(now).signed(sweep.tried(), Optional.empty())).at(Step.PEEK);
        }
        turn.reads(() -> "reads " + now, next);
    }

    /** How far the follower is: what every destination knows to be condemned may go, one grace period from now. */
    private void peek(Turn turn) {
        Condemned list = turn.condemned(base());
        boolean alone = !turn.follows() || turn.has(Flaw.CONDEMNED_LIST_APART);
        int everywhere = alone
                ? list.number()
                : turn.at(Place.FOLLOWER).timestamp().condemned().number();
        List<Request.Delete> deletions = sweep.due(list, turn.tick(), turn.has(Flaw.NO_GRACE)).stream()
                .map(Names::pack)
                .flatMap(name -> turn.destinations().map(place -> new Request.Delete(place, name)))
                .toList();
        Collector next = with(sweep.passing(everywhere, turn.tick(), deletions));
        turn.reads(
                () -> "sees generation " + everywhere + " everywhere",
                next.at(deletions.isEmpty() ? Step.GENERATION : Step.ERASE));
    }

    private void erase(Turn turn) {
        Request.Delete deletion = sweep.todo().getFirst();
        List<Request.Delete> left = sweep.todo().subList(1, sweep.todo().size());
        boolean last = left.stream().noneMatch(other -> other.name().equals(deletion.name()));
        var gone = last ? Sets.of(deletion.name().substring(Names.PACKS.length())) : Sets.of();
        Collector next = with(sweep.erasing(List.copyOf(left), gone)).at(left.isEmpty() ? Step.GENERATION : step);
        turn.tries(deletion, next, next, this);
    }

    private void generation(Turn turn) {
        Condemned before = turn.condemned(base());
        int number = before.number() + 1;
        while (isOthers(turn, next(turn, before, number))) {
            number++;
        }
        Condemned list = next(turn, before, number);
        if (list.entries().equals(before.entries())) {
            turn.reads(() -> "finds nothing to do", following(base()));
        } else if (turn.has(Flaw.CONDEMNED_LIST_APART)) {
            turn.writes(new Request.Put(Place.AUTHORITY, Names.HEAD, list), of(rounds - 1));
        } else {
            var put = new Request.PutIfAbsent(Place.AUTHORITY, Names.condemned(number), list);
            Collector written = with(sweep.wrote(list)).at(Step.SNAPSHOT);
            turn.tries(put, written, written, this);
        }
    }

    private Condemned next(Turn turn, Condemned before, int number) {
        boolean dropsAtOnce = turn.has(Flaw.ENTRY_DROPPED_AT_ONCE);
        boolean passesAtOnce = turn.has(Flaw.GRACE_BEFORE_FOLLOWERS);
        return sweep.next(before, number, turn.tick(), dropsAtOnce, passesAtOnce);
    }

    private static boolean isOthers(Turn turn, Condemned list) {
        String name = Names.condemned(list.number());
        return turn.authority().has(name) && !turn.authority().holds(name, list);
    }

    private void snapshot(Turn turn) {
        int version = Math.max(base().snapshot().version(), sweep.tried()) + 1;
        Snapshot signed = base().snapshot().with(sweep.generation().orElseThrow(), version);
        Collector written =
                with(sweep.signed(version, Optional.of(base().next(signed)))).at(Step.COMMIT);
        boolean mine = turn.authority().holds(signed.name(), signed);
        Collector refused = mine ? written : with(sweep.signed(version, sweep.attempt()));
        turn.tries(new Request.PutIfAbsent(Place.AUTHORITY, signed.name(), signed), written, refused, this);
    }

    private void commit(Turn turn) {
        Timestamp attempt = sweep.attempt().orElseThrow();
        var swap = new Request.CompareAndSet(Place.AUTHORITY, Names.TIMESTAMP, base(), attempt);
        turn.tries(swap, following(attempt), at(Step.READ), at(Step.READ));
    }

    private Timestamp base() {
        return sweep.base().orElseThrow();
    }

    private Collector following(Timestamp committed) {
        return new Collector(rounds, Step.FOLLOW, Sweep.START, Optional.of(Follow.to(committed)));
    }

    private Collector at(Step next) {
        return new Collector(rounds, next, sweep, follow);
    }

    private Collector with(Sweep further) {
        return new Collector(rounds, step, further, follow);
    }

    private Collector with(Follow further) {
        return new Collector(rounds, step, sweep, Optional.of(further));
    }

    @Override
    public int hashCode() {
        return ((rounds * 31 + step.name().hashCode()) * 31 + sweep.hashCode()) * 31 + follow.hashCode();
    }
}
