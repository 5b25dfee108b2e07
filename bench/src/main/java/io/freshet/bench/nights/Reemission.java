package io.freshet.bench.nights;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Chooses what to write again, from what is known before the walk: the parent's layout, and how its regions decayed since
 * the parent's parent. Must be asked night by night.
 */
final class Reemission {
    private final History history;
    private final Layout layout;
    private final Policy policy;
    private Map<Long, Region> before = Map.of();

    /** A region of a pack: the bytes that a cold fetch reads there, and those of them that it wants. */
    private static final class Region {
        private double read;
        private double live;

        double liveShare() {
            return live / read;
        }

        /** Dead bytes that are read, once another share of the live ones has died. */
        double waste(double decay) {
            return read - live * (1 - decay);
        }
    }

    Reemission(History history, Layout layout, Policy policy) {
        this.history = history;
        this.layout = layout;
        this.policy = policy;
    }

    /** Chunks of {@code night} to be written again, in path order; {@code layout} is still the parent's. */
    int[] choose(int night) {
        if (policy.equals(Policy.NONE)) {
            return new int[0];
        }
        Map<Long, Region> regions = regions(night - 1);
        double decay = decay(night - 1, regions);
        before = regions;
        Set<Long> dropped = worst(regions, decay);
        return Arrays.stream(history.nights().get(night))
                .distinct()
                .filter(id -> layout.frameOf(id) >= 0 && dropped.contains(region(layout.frameOf(id))))
                .toArray();
    }

    private Set<Long> worst(Map<Long, Region> regions, double decay) {
        double live = regions.values().stream().mapToDouble(r -> r.live).sum();
        double waste =
                regions.values().stream().mapToDouble(r -> r.waste(decay)).sum();
        var rising = regions.entrySet().stream()
                .sorted(Comparator.comparingDouble(e -> e.getValue().liveShare()))
                .toList();
        double again = 0;
        Set<Long> dropped = new HashSet<>();
        for (var e : rising) {
            Region region = e.getValue();
            if (waste <= (policy.target() - 1) * live || again + region.live > policy.budget() * live) {
                break;
            }
            waste -= region.waste(decay);
            again += region.live;
            dropped.add(e.getKey());
        }
        return dropped;
    }

    /**
     * The share of live bytes that died last night where a cold fetch still reads over them. Where too few regions outlived
     * the night to tell, as much as was new.
     */
    private double decay(int parent, Map<Long, Region> regions) {
        double live = 0;
        double was = 0;
        double died = 0;
        for (var e : regions.entrySet()) {
            Region now = e.getValue();
            Region then = before.get(e.getKey());
            live += now.live;
            if (then != null) {
                was += then.live;
                died += Math.min(then.live - now.live, now.read - now.live);
            }
        }
        if (parent == 0 || was > live / 2) {
            return was == 0 ? 0 : Math.max(0, died / was);
        }
        return Arrays.stream(history.fresh(parent, parent - 1))
                        .mapToDouble(layout::size)
                        .sum()
                / live;
    }

    private Map<Long, Region> regions(int night) {
        Map<Long, Region> regions = new HashMap<>();
        var plan = layout.plan(history.nights().get(night));
        for (int id : Arrays.stream(history.nights().get(night)).distinct().toArray()) {
            regions.computeIfAbsent(region(layout.frameOf(id)), k -> new Region()).live += layout.size(id);
        }
        for (Layout.Range range : plan) {
            for (long at = range.from(); at < range.to(); ) {
                long end = Math.min(range.to(), (at / policy.unit() + 1) * policy.unit());
                long key = (long) range.pack() << 32 | at / policy.unit();
                regions.computeIfAbsent(key, k -> new Region()).read += end - at;
                at = end;
            }
        }
        return regions;
    }

    private long region(int frame) {
        return (long) layout.packOf(frame) << 32 | layout.offsetOf(frame) / policy.unit();
    }
}
