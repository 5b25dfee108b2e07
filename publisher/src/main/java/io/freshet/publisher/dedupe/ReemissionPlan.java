package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which packs' blobs are to be written again, so that a reader who needs all of a snapshot reads little that it does not.
 *
 * <p>Readers fetch whole ranges, so that a cold fetch costs the size of all packs. Packs with the least share in use are
 * given up first, until what would be read is at most the wanted multiple of what is in use, after a night that kills as
 * much as is said, or until the budget is spent.
 */
public final class ReemissionPlan {

    private ReemissionPlan() {}

    /**
     * Names the packs to give up.
     *
     * @param list of the parent
     * @param dying bytes in use that this night will kill, about
     * @param overhead what a cold fetch may read, as a multiple of what it needs
     * @param budget how much of what is in use may be written again, as a share of it
     */
    public static Set<Digest> choose(PackList list, long dying, double overhead, double budget) {
        double used = list.packs().stream().mapToLong(PackUse::used).sum();
        if (used == 0) {
            return Set.of();
        }
        double survives = 1 - Math.min(1, dying / used);
        double fresh = used * (1 - survives);
        // No pack is used to its last byte: there is its own table.
        double best =
                list.packs().stream().mapToDouble(ReemissionPlan::share).max().orElse(1);
        double read = list.packs().stream().mapToLong(PackUse::size).sum() * best + fresh;
        double allowed = used * overhead;
        double left = used * budget;
        Set<Digest> chosen = new HashSet<>();
        List<PackUse> leastUsedFirst = list.packs().stream()
                .sorted(Comparator.comparingDouble(ReemissionPlan::share).thenComparing(PackUse::pack))
                .toList();
        for (PackUse pack : leastUsedFirst) {
            double again = pack.used() * survives;
            double saves = pack.size() * best - again;
            if (read <= allowed || again > left || saves <= 0) {
                break;
            }
            chosen.add(pack.pack());
            read -= saves;
            left -= again;
        }
        return chosen;
    }

    private static double share(PackUse pack) {
        return (double) pack.used() / pack.size();
    }
}
