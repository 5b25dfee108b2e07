package io.freshet.cli.screen;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The rate of the last seconds, of one thing that is being done. */
final class Rate {

    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

    private final Deque<long[]> samples = new ArrayDeque<>();

    /** Notes that {@code done} bytes are done at {@code nanos}; answers bytes a second, 0 as long as there is none. */
    double at(long nanos, long done) {
        // Something else has begun.
        if (!samples.isEmpty() && done < samples.getLast()[1]) {
            samples.clear();
        }
        samples.addLast(new long[] {nanos, done});
        while (samples.size() > 2 && nanos - samples.getFirst()[0] > WINDOW_NANOS) {
            samples.removeFirst();
        }
        long[] first = samples.getFirst();
        long elapsed = nanos - first[0];
        return elapsed <= 0 ? 0 : (done - first[1]) * 1e9 / elapsed;
    }
}
