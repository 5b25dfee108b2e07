package io.freshet.publisher.protocol;

import java.util.Optional;
import java.util.SortedSet;

/**
 * A publisher, from the reading of its base to the last follower. It knows its plan after a crash, and nothing else.
 *
 * @param run how often it was started before
 * @param work the publication under way
 * @param stored packs that it uploaded itself in this run
 */
record Publisher(
        Plan plan,
        int run,
        Step step,
        Optional<Draft> work,
        SortedSet<String> stored,
        Optional<Follow> follow,
        Outcome outcome)
        implements Actor {

    enum Step {
        READ,
        INTEND,
        UPLOAD,
        LOG,
        ROLE,
        RENEW,
        SNAPSHOT,
        COMMIT,
        REREAD,
        LOOK,
        FORGET,
        FOLLOW,
        DONE,
        /** Only in a flawed protocol. */
        CHECK_HEAD,
        STAMP_FOLLOWER,
        LOG_LATE
    }

    /** What it tells its user. */
    enum Outcome {
        NONE,
        WON,
        /** Another publisher has changed the channel. */
        LOST
    }

    static Publisher of(Plan plan) {
        return new Publisher(plan, 0, Step.READ, Optional.empty(), Sets.of(), Optional.empty(), Outcome.NONE);
    }

    @Override
    public String name() {
        return plan.name();
    }

    String runId() {
        return plan.name() + "." + run;
    }

    @Override
    public boolean finished() {
        return step == Step.DONE;
    }

    @Override
    public Actor restarted() {
        return new Publisher(plan, run + 1, Step.READ, Optional.empty(), Sets.of(), Optional.empty(), Outcome.NONE);
    }

    /** Whether a run of this publisher made that release, or one before it. */
    boolean made(Release release) {
        for (int r = 0; r <= run; r++) {
            if (release.includes(plan.name() + "." + r)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void moves(Turn turn) {
        switch (step) {
            case READ -> read(turn);
            case INTEND -> intend(turn);
            case UPLOAD -> upload(turn);
            case LOG -> log(turn);
            case ROLE -> role(turn);
            case RENEW -> renew(turn);
            case SNAPSHOT -> snapshot(turn);
            case COMMIT -> commit(turn);
            case REREAD -> reread(turn);
            case LOOK -> look(turn);
            case FORGET -> forget(turn);
            case FOLLOW -> follow.orElseThrow().moves(turn, this::with, at(Step.DONE));
            case DONE -> {}
            case CHECK_HEAD -> checkHead(turn);
            case STAMP_FOLLOWER ->
                turn.writes(new Request.Put(Place.FOLLOWER, Names.TIMESTAMP, attempt()), at(Step.COMMIT));
            case LOG_LATE ->
                turn.writes(
                        new Request.Put(
                                Place.AUTHORITY,
                                Names.log(draft().log()),
                                release().entry()),
                        won(attempt()));
        }
    }

    private void read(Turn turn) {
        Timestamp base = turn.authority().timestamp();
        if (made(base.snapshot().release(plan.channel()))) {
            turn.reads(() -> "reads " + base + ", its own release", won(base));
            return;
        }
        boolean renames = !turn.has(Flaw.CONDEMNED_NAME_USED_AGAIN);
        Draft begun = Draft.on(base, turn.condemned(base), plan, renames);
        turn.reads(() -> "reads " + base, with(begun).at(Step.INTEND));
    }

    private void intend(Turn turn) {
        String name = Names.intent(runId(), String.join("+", draft().todo()));
        turn.writes(new Request.Put(Place.AUTHORITY, name, new Intent(draft().todo())), at(Step.UPLOAD));
    }

    /** At all destinations at once: the order does not matter, the authority's answer does. */
    private void upload(Turn turn) {
        String pack = draft().todo().first();
        String name = Names.pack(pack);
        boolean there = turn.authority().has(name);
        Publisher after = there ? this : storing(pack);
        after = after.with(draft().uploaded(pack));
        if (after.draft().todo().isEmpty()) {
            after = after.at(afterUploads(turn));
        }
        if (there) {
            turn.reads(() -> "finds " + name, after);
        } else {
            turn.writes(new Request.PutIfAbsent(Place.AUTHORITY, name, pack), after);
        }
    }

    private Step afterUploads(Turn turn) {
        return draft().role().isPresent() || turn.has(Flaw.LOG_AFTER_TIMESTAMP) ? signing() : Step.LOG;
    }

    private void log(Turn turn) {
        int number = draft().log();
        var entry = new Request.PutIfAbsent(
                Place.AUTHORITY, Names.log(number), release().entry());
        Publisher written = at(Step.ROLE);
        boolean mine = turn.authority().holds(entry.name(), entry.value());
        turn.tries(entry, written, mine ? written : with(draft().log(number + 1)), this);
    }

    private void role(Turn turn) {
        Role role = free(turn, release());
        var put = new Request.PutIfAbsent(Place.AUTHORITY, role.name(), role);
        Publisher written = with(draft().role(role));
        written = written.at(written.signing());
        turn.tries(put, written, written, this);
    }

    /** Another channel's metadata, as in the base, with a later expiry. */
    private void renew(Turn turn) {
        Role role = free(turn, draft().base().snapshot().release(plan.renews().orElseThrow()));
        var put = new Request.PutIfAbsent(Place.AUTHORITY, role.name(), role);
        Publisher written = with(draft().renewed(Optional.of(role))).at(Step.SNAPSHOT);
        turn.tries(put, written, written, this);
    }

    /** What is to be signed next, the uploads being done. */
    private Step signing() {
        if (!draft().roleStands(plan, runId())) {
            return Step.ROLE;
        }
        return plan.renews().isPresent() && draft().renewed().isEmpty() ? Step.RENEW : Step.SNAPSHOT;
    }

    /** That release under the first version above the base's whose name is free, or holds the same. */
    private Role free(Turn turn, Release release) {
        int base = draft().base().snapshot().roles().get(release.channel()).version();
        Role role = new Role(base + 1, release);
        while (isOthers(turn, role)) {
            role = new Role(role.version() + 1, release);
        }
        return role;
    }

    private static boolean isOthers(Turn turn, Role role) {
        return turn.authority().has(role.name()) && !turn.authority().holds(role.name(), role);
    }

    private void snapshot(Turn turn) {
        Draft draft = draft();
        Timestamp base = draft.base();
        int version = Math.max(base.snapshot().version(), draft.tried()) + 1;
        Snapshot signed =
                base.snapshot().with(draft.role().orElseThrow(), version).with(draft.renewed());
        if (turn.has(Flaw.STALE_SNAPSHOT_SIGNED_AGAIN) && draft.attempt().isPresent()) {
            signed = attempt().snapshot().with(draft.role().orElseThrow(), version);
        }
        Publisher written =
                with(draft.tried(version).attempt(base.next(signed))).at(lastStep(turn));
        if (turn.has(Flaw.SNAPSHOT_OVERWRITTEN)) {
            turn.writes(new Request.Put(Place.AUTHORITY, signed.name(), signed), written);
            return;
        }
        boolean mine = turn.authority().holds(signed.name(), signed);
        var put = new Request.PutIfAbsent(Place.AUTHORITY, signed.name(), signed);
        turn.tries(put, written, mine ? written : with(draft.tried(version)), this);
    }

    private static Step lastStep(Turn turn) {
        if (turn.has(Flaw.CONDEMNED_LIST_APART)) {
            return Step.CHECK_HEAD;
        }
        return turn.has(Flaw.FOLLOWER_FIRST) ? Step.STAMP_FOLLOWER : Step.COMMIT;
    }

    private void commit(Turn turn) {
        Publisher committed = turn.has(Flaw.LOG_AFTER_TIMESTAMP) ? at(Step.LOG_LATE) : won(attempt());
        if (turn.has(Flaw.AUTHORITY_UNCONDITIONAL)) {
            turn.writes(new Request.Put(Place.AUTHORITY, Names.TIMESTAMP, attempt()), committed);
            return;
        }
        var swap = new Request.CompareAndSet(Place.AUTHORITY, Names.TIMESTAMP, draft().base(), attempt());
        turn.tries(swap, committed, at(Step.REREAD), at(Step.REREAD));
    }

    /** After a refusal and after a lost answer alike. */
    private void reread(Turn turn) {
        Timestamp now = turn.authority().timestamp();
        Timestamp base = draft().base();
        Release current = now.snapshot().release(plan.channel());
        boolean mine = turn.has(Flaw.ONLY_IDENTICAL_WINS) ? now.equals(attempt()) : made(current);
        boolean changed = !current.equals(base.snapshot().release(plan.channel()));
        Publisher next;
        if (mine) {
            next = won(now);
        } else if (now.equals(base)) {
            next = at(Step.COMMIT);
        } else if (changed && !turn.has(Flaw.OWN_CHANNEL_IGNORED)) {
            next = lost();
        } else {
            next = rebased(turn, now);
        }
        turn.reads(() -> "reads " + now + (next.outcome == Outcome.LOST ? ": its channel has changed" : ""), next);
    }

    private Publisher rebased(Turn turn, Timestamp now) {
        boolean sameList =
                now.condemned().number() == draft().base().condemned().number();
        if (sameList || turn.has(Flaw.NO_RECHECK_AFTER_LOSS)) {
            Draft rebased = draft().rebased(now);
            Publisher next = with(turn.has(Flaw.STALE_RENEWAL) ? rebased.renewed(draft().renewed()) : rebased);
            return next.at(next.signing());
        }
        return checked(turn, draft().rebased(now, turn.condemned(now), plan));
    }

    private Publisher checked(Turn turn, Draft rebased) {
        boolean looks = !rebased.unsure().isEmpty() && !turn.has(Flaw.NO_LOOK_AFTER_LOSS);
        Publisher next = with(rebased);
        return looks ? next.at(Step.LOOK) : next.at(next.afterLooks());
    }

    private Step afterLooks() {
        return draft().todo().isEmpty() ? signing() : Step.INTEND;
    }

    private void look(Turn turn) {
        String pack = draft().unsure().first();
        boolean there = turn.authority().has(Names.pack(pack));
        Publisher next = with(there ? draft().sure(pack) : draft().gone(pack, plan));
        if (next.draft().unsure().isEmpty()) {
            next = next.at(next.afterLooks());
        }
        turn.reads(() -> (there ? "still finds " : "no longer finds ") + Names.pack(pack), next);
    }

    private void checkHead(Turn turn) {
        Draft checked = draft().rebased(draft().base(), turn.condemned(draft().base()), plan);
        boolean clean = checked.todo().isEmpty();
        turn.reads(
                () -> "reads the head of the condemned list",
                clean ? at(Step.COMMIT) : with(checked).at(Step.INTEND));
    }

    private void forget(Turn turn) {
        var mine = turn.authority().list(Names.INTENTS + plan.name() + ".");
        Publisher after = mine.size() <= 1 ? at(outcome == Outcome.WON ? Step.FOLLOW : Step.DONE) : this;
        if (mine.isEmpty()) {
            turn.reads(() -> "finds no intents of its own", after);
        } else {
            turn.writes(new Request.Delete(Place.AUTHORITY, mine.firstKey()), after);
        }
    }

    private Publisher won(Timestamp with) {
        var further = Optional.of(Follow.to(with));
        return new Publisher(plan, run, Step.FORGET, Optional.empty(), Sets.of(), further, Outcome.WON);
    }

    private Publisher lost() {
        return new Publisher(plan, run, Step.FORGET, Optional.empty(), Sets.of(), Optional.empty(), Outcome.LOST);
    }

    private Draft draft() {
        return work.orElseThrow();
    }

    private Timestamp attempt() {
        return draft().attempt().orElseThrow();
    }

    private Release release() {
        return draft().release(plan, runId());
    }

    private Publisher at(Step next) {
        return new Publisher(plan, run, next, work, stored, follow, outcome);
    }

    private Publisher with(Draft changed) {
        return new Publisher(plan, run, step, Optional.of(changed), stored, follow, outcome);
    }

    private Publisher with(Follow further) {
        return new Publisher(plan, run, step, work, stored, Optional.of(further), outcome);
    }

    private Publisher storing(String pack) {
        return new Publisher(plan, run, step, work, Sets.union(stored, Sets.of(pack)), follow, outcome);
    }

    @Override
    public int hashCode() {
        int hash = (plan.name().hashCode() * 31 + run) * 31 + step.name().hashCode();
        return ((hash * 31 + work.hashCode()) * 31 + follow.hashCode()) * 31 + stored.hashCode();
    }
}
