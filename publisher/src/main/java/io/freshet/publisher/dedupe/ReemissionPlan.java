package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which regions' chunks are to be written again, so that a reader who needs all of a snapshot reads little that it does
 * not. Those of which least is live are given up first, until what a cold fetch would waste in the others, after a night
 * that kills as much as the last one did, is within bounds.
 *
 * @param overhead what a cold fetch may read, as a multiple of what it needs
 * @param budget how much of what is live may be written again, as a share of it
 */
public record ReemissionPlan(double overhead, double budget) {

    /**
     * Chooses.
     *
     * @param all regions of the parent
     * @param decay share of what is live that the coming night will kill where a cold fetch still reads over it
     * @param keepsPages whether pages stay where they are, in regions and in delta frames: deltas will be made against them.
     *     Else all that lie in delta frames only are written again
     */
    DroppedRegions choose(List<Region> all, double decay, boolean keepsPages) {
        List<Region> regions =
                all.stream().filter(region -> !keepsPages || !region.paged()).toList();
        double live = regions.stream().mapToLong(Region::live).sum();
        double waste =
                regions.stream().mapToDouble(region -> region.waste(decay)).sum();
        double left = live * budget;
        List<Region> dropped = new ArrayList<>();
        List<Region> leastLiveFirst = regions.stream()
                .sorted(Comparator.comparingDouble(Region::liveShare)
                        .thenComparingInt(Region::pack)
                        .thenComparingInt(Region::number))
                .toList();
        for (Region region : leastLiveFirst) {
            if (waste <= (overhead - 1) * live || region.live() > left) {
                break;
            }
            waste -= region.waste(decay);
            left -= region.live();
            dropped.add(region);
        }
        return new DroppedRegions(dropped, !keepsPages);
    }

    /**
     * The decay of the last night: the share of what was live in packs that outlived it which died where a cold fetch still
     * reads over it. Where these hold less than half of what is live, the share that was new. Nothing is known before the
     * second release.
     *
     * @param regions of the parent, whose packs have the numbers of {@code packs}
     * @param parent the parent's list of packs
     * @param before that of the release before the parent
     */
    static double decay(List<Region> regions, List<Digest> packs, PackList parent, Optional<PackList> before) {
        double live = regions.stream().mapToLong(Region::live).sum();
        if (before.isEmpty() || live == 0) {
            return 0;
        }
        Map<Digest, Long> dead = new HashMap<>();
        regions.forEach(region -> dead.merge(packs.get(region.pack()), region.read() - region.live(), Long::sum));
        Map<Digest, Long> now = new HashMap<>();
        parent.packs().forEach(use -> now.put(use.pack(), use.used()));
        double was = 0;
        double died = 0;
        for (PackUse use : before.get().packs()) {
            Long used = now.get(use.pack());
            if (use.data() && used != null) {
                was += use.used();
                died += Math.min(use.used() - used, dead.getOrDefault(use.pack(), 0L));
            }
        }
        return was > live / 2 ? Math.max(0, died / was) : Math.min(1, parent.newBytes() / live);
    }
}
