package io.freshet.publisher.crew;

import java.io.IOException;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work on one thing. If a task fails, all others are interrupted; {@link #join} throws what failed first.
 * Tasks that wait have threads of their own; what only computes shares as many as there are cores.
 */
public final class Crew implements AutoCloseable {

    private final String name;
    private final ExecutorService workers;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Something that reads, writes or waits. */
    @FunctionalInterface
    public interface Task {
        /** Does it; an interrupt ends it soon. */
        void run() throws IOException, InterruptedException;
    }

    /**
     * @param name of the threads, for those who look at them
     * @param cores how many threads compute
     */
    public Crew(String name, int cores) {
        this.name = name;
        this.workers = Executors.newFixedThreadPool(
                cores, Thread.ofPlatform().name(name + "-compute-", 0).daemon().factory());
    }

    /** Starts a task in a thread of its own. */
    public void start(String what, Task task) {
        Thread thread = Thread.ofPlatform().name(name + "-" + what).daemon().unstarted(() -> run(task));
        threads.add(thread);
        thread.start();
        if (failure.get() != null) {
            thread.interrupt();
        }
    }

    /** Computes something when a core is free. It must not wait. */
    public <T> Future<T> compute(Callable<T> task) {
        return workers.submit(task);
    }

    /** Waits for a computed result. */
    public static <T> T result(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Waits until all tasks have ended, those that are started meanwhile included. */
    public void join() throws IOException, InterruptedException {
        for (Iterator<Thread> some = threads.iterator(); some.hasNext(); some = threads.iterator()) {
            some.next().join();
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw rethrown(failed);
        }
    }

    /** Ends what is still under way, and waits for that. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        workers.shutdownNow();
        boolean interrupted = false;
        for (Iterator<Thread> some = threads.iterator(); some.hasNext(); some = threads.iterator()) {
            try {
                some.next().join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        workers.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Task task) {
        try {
            task.run();
        } catch (Throwable e) {
            if (failure.compareAndSet(null, e)) {
                threads.stream().filter(t -> t != Thread.currentThread()).forEach(Thread::interrupt);
            }
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    private static IOException rethrown(Throwable e) throws IOException, InterruptedException {
        switch (e) {
            case RuntimeException known -> throw known;
            case Error known -> throw known;
            case InterruptedException known -> throw known;
            case IOException known -> throw known;
            default -> throw new IOException(e);
        }
    }
}
