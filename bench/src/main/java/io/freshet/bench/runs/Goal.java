package io.freshet.bench.runs;

import java.util.List;

/**
 * What Freshet wants to be beside another tool.
 *
 * @param step how the step's name begins, as {@link Story} names it
 * @param peer the other tool
 * @param limit the largest ratio of Freshet's wall time to the peer's
 */
record Goal(String step, String peer, double limit) {

    static final String SUBJECT = "freshet";

    static final List<Goal> ALL = List.of(
            new Goal("publish v1", "tar-zstd", 1.0),
            new Goal("publish v2", "rustic", 0.9),
            new Goal("publish v2", "restic", 0.75),
            new Goal("fetch v1", "tar-zstd", 1.3),
            new Goal("fetch v1", "rustic", 0.85));

    boolean covers(String name, String tool) {
        return name.startsWith(step) && peer.equals(tool);
    }
}
