package io.freshet.publisher.protocol;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a publisher remembers of a publication under way.
 *
 * @param base the timestamp that it builds on
 * @param packs what the release needs
 * @param todo packs to upload
 * @param unsure packs of which it must see that they are there
 * @param log number of the log entry, or the number to try next
 * @param role the channel's metadata as written
 * @param renewed another channel's metadata, signed again
 * @param tried the highest snapshot version tried
 * @param attempt the timestamp as signed
 */
record Draft(
        Timestamp base,
        SortedSet<String> packs,
        SortedSet<String> todo,
        SortedSet<String> unsure,
        int log,
        Optional<Role> role,
        Optional<Role> renewed,
        int tried,
        Optional<Timestamp> attempt) {

    /** Begins on that base: reuses what its releases hold, makes the rest. */
    static Draft on(Timestamp base, Condemned list, Plan plan, boolean renames) {
        var make = new TreeSet<String>();
        var reuse = new TreeSet<String>();
        plan.fresh().forEach(pack -> make.add(renames ? free(pack, list) : pack));
        for (String pack : plan.reused()) {
            if (base.packs().contains(pack) && !list.lists(pack)) {
                reuse.add(pack);
            } else {
                make.add(free(own(pack, plan), list));
            }
        }
        SortedSet<String> todo = Sets.copy(make);
        int log = base.snapshot().log();
        return new Draft(
                base,
                Sets.union(todo, reuse),
                todo,
                Sets.of(),
                log,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty());
    }

    /**
     * Builds on another base, which has another condemned list: what is on it is made again under another name, and what
     * no release of the base holds must be looked at.
     */
    Draft rebased(Timestamp onto, Condemned list, Plan plan) {
        var needs = new TreeSet<String>();
        var make = new TreeSet<String>();
        var look = new TreeSet<String>();
        for (String pack : packs) {
            if (list.lists(pack)) {
                make.add(free(own(pack, plan), list));
            } else {
                needs.add(pack);
                if (!onto.packs().contains(pack)) {
                    look.add(pack);
                }
            }
        }
        needs.addAll(make);
        return new Draft(
                onto, Sets.copy(needs), Sets.copy(make), Sets.copy(look), log, role, Optional.empty(), tried, attempt);
    }

    Draft rebased(Timestamp onto) {
        return new Draft(onto, packs, todo, unsure, log, role, Optional.empty(), tried, attempt);
    }

    /** That pack is there. */
    Draft sure(String pack) {
        return new Draft(base, packs, todo, Sets.minus(unsure, Sets.of(pack)), log, role, renewed, tried, attempt);
    }

    /** That pack is gone: it has to be made. */
    Draft gone(String pack, Plan plan) {
        Draft left = sure(pack);
        var made = Sets.of(free(own(pack, plan), base.condemned()));
        var needs = Sets.union(Sets.minus(packs, Sets.of(pack)), made);
        return new Draft(base, needs, Sets.union(todo, made), left.unsure, log, role, renewed, tried, attempt);
    }

    Draft uploaded(String pack) {
        return new Draft(base, packs, Sets.minus(todo, Sets.of(pack)), unsure, log, role, renewed, tried, attempt);
    }

    Draft log(int number) {
        return new Draft(base, packs, todo, unsure, number, role, renewed, tried, attempt);
    }

    Draft role(Role signed) {
        return new Draft(base, packs, todo, unsure, log, Optional.of(signed), renewed, tried, attempt);
    }

    Draft renewed(Optional<Role> signed) {
        return new Draft(base, packs, todo, unsure, log, role, signed, tried, attempt);
    }

    Draft tried(int version) {
        return new Draft(base, packs, todo, unsure, log, role, renewed, version, attempt);
    }

    Draft attempt(Timestamp signed) {
        return new Draft(base, packs, todo, unsure, log, role, renewed, tried, Optional.of(signed));
    }

    /** Whether the role as written stands above the base's, and says what is to be said. */
    boolean roleStands(Plan plan, String run) {
        int renewedByOthers = base.snapshot().roles().get(plan.channel()).version();
        return role.filter(signed ->
                        signed.version() > renewedByOthers && signed.release().equals(release(plan, run)))
                .isPresent();
    }

    Release release(Plan plan, String run) {
        return base.snapshot().release(plan.channel()).next(run, packs, log);
    }

    /** A pack of another one's can't be made again, only one with the same chunks. */
    private static String own(String pack, Plan plan) {
        return plan.reused().contains(pack) ? pack + "." + plan.name() : pack;
    }

    /** The pack's name, salted until it isn't on the list. */
    private static String free(String pack, Condemned list) {
        String name = pack;
        while (list.lists(name)) {
            name += "~";
        }
        return name;
    }

    @Override
    public int hashCode() {
        return ((base.hashCode() * 31 + packs.hashCode()) * 31 + todo.hashCode()) * 31
                + log * 7
                + tried
                + role.hashCode()
                + renewed.hashCode()
                + attempt.hashCode();
    }
}
