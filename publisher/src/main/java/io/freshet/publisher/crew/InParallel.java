package io.freshet.publisher.crew;

import java.io.IOException;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Does the same with many things, several at once; the first failure ends it. For requests that mostly wait. */
public final class InParallel {

    private InParallel() {}

    /** What is done with one thing. */
    @FunctionalInterface
    public interface Action<T> {
        /** Does it; an interrupt ends it soon. */
        void accept(T item) throws IOException, InterruptedException;
    }

    /** Does {@code action} with each of {@code items}, {@code width} at once. */
    public static <T> void each(Collection<T> items, int width, Action<T> action)
            throws IOException, InterruptedException {
        Queue<T> rest = new ConcurrentLinkedQueue<>(items);
        int threads = Math.min(width, items.size());
        if (threads <= 1) {
            for (T item : items) {
                action.accept(item);
            }
            return;
        }
        try (Crew crew = new Crew("parallel", 1)) {
            for (int i = 0; i < threads; i++) {
                crew.start(Integer.toString(i), () -> {
                    for (T next = rest.poll(); next != null; next = rest.poll()) {
                        action.accept(next);
                    }
                });
            }
            crew.join();
        }
    }
}
