package io.freshet.publisher.dedupe;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Regions of packs that are given up: what is still wanted of them is written again. */
public final class DroppedRegions {

    /** None. */
    public static final DroppedRegions NONE = new DroppedRegions(List.of());

    private final Map<Integer, BitSet> byPack = new HashMap<>();

    DroppedRegions(Collection<Region> regions) {
        for (Region region : regions) {
            byPack.computeIfAbsent(region.pack(), p -> new BitSet()).set(region.number());
        }
    }

    boolean isEmpty() {
        return byPack.isEmpty();
    }

    boolean contains(int pack, long offset) {
        BitSet regions = byPack.get(pack);
        return regions != null && regions.get(Region.at(offset));
    }
}
