package io.freshet.fetcher.http;

import java.util.Comparator;
import java.util.List;

/** Which mirror is asked next. */
@FunctionalInterface
public interface MirrorChoice {

    /**
     * The number in {@code candidates} (never empty; all of them may be asked) of the mirror to ask.
     */
    int choose(List<MirrorLoad> candidates);

    /** The one that is not resting, has the fewest requests for its speed, and comes first. */
    MirrorChoice LEAST_LOADED = candidates -> {
        double fastest = candidates.stream()
                .mapToDouble(MirrorLoad::bytesPerSecond)
                .max()
                .orElse(0);
        Comparator<MirrorLoad> order = Comparator.comparing(MirrorLoad::resting)
                .thenComparingDouble(load -> (load.outstanding() + 1)
                        / (load.bytesPerSecond() == 0 ? Math.max(1, fastest) : load.bytesPerSecond()));
        return candidates.indexOf(candidates.stream().min(order).orElseThrow());
    };
}
