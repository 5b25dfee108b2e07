package io.freshet.publisher.dedupe;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Places that are given up: what is still wanted of them is written again. Regions of packs, and perhaps all delta frames. */
public final class DroppedRegions {

    /** None. */
    public static final DroppedRegions NONE = new DroppedRegions(List.of(), false);

    private final Map<Integer, BitSet> byPack = new HashMap<>();
    private final boolean deltas;

    /** @param deltas whether all chunks are written again that lie in delta frames only */
    DroppedRegions(Collection<Region> regions, boolean deltas) {
        this.deltas = deltas;
        for (Region region : regions) {
            byPack.computeIfAbsent(region.pack(), p -> new BitSet()).set(region.number());
        }
    }

    /** Whether no plain frame is given up. */
    boolean isEmpty() {
        return byPack.isEmpty();
    }

    /** Whether all delta frames are given up. */
    boolean deltas() {
        return deltas;
    }

    boolean contains(int pack, long offset) {
        BitSet regions = byPack.get(pack);
        return regions != null && regions.get(Region.at(offset));
    }
}
