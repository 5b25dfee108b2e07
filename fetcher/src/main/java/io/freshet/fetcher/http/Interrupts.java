package io.freshet.fetcher.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;

/**
 * Breaks off the requests of interrupted threads, a moment later. A virtual thread needs no help: its sockets are closed
 * when it is interrupted. Those of others go on, for as long as a mirror keeps them waiting.
 */
final class Interrupts implements AutoCloseable {

    private static final int LOOKS_A_SECOND = 10;

    private final Map<HttpGet, Thread> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("interrupts").factory());

    Interrupts() {
        long pause = TimeUnit.SECONDS.toNanos(1) / LOOKS_A_SECOND;
        var _ = timer.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.NANOSECONDS);
    }

    /** Something to be closed when the request is over. */
    interface Watched extends AutoCloseable {
        @Override
        void close();
    }

    /** Watches a request of the current thread. */
    Watched watch(HttpGet request) {
        if (Thread.currentThread().isVirtual()) {
            return () -> {};
        }
        running.put(request, Thread.currentThread());
        return () -> running.remove(request);
    }

    private void look() {
        running.forEach((request, thread) -> {
            if (thread.isInterrupted()) {
                request.cancel();
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
