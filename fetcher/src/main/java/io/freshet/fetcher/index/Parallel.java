package io.freshet.fetcher.index;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs blocking work side by side, each piece on a thread of its own, and passes on the first failure. */
final class Parallel {

    private Parallel() {}

    /** Runs all of {@code work} and waits for it. */
    static void run(List<Callable<Void>> work) throws IOException {
        if (work.size() == 1) {
            call(work.getFirst());
            return;
        }
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("index-", 1).factory())) {
            List<Future<Void>> running = new ArrayList<>();
            work.forEach(piece -> running.add(threads.submit(piece)));
            try {
                for (Future<Void> piece : running) {
                    piece.get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw failure(e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }

    private static void call(Callable<Void> work) throws IOException {
        try {
            work.call();
        } catch (Exception e) {
            throw failure(e);
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case IOException io -> io;
            case RuntimeException defect -> throw defect;
            case Error error -> throw error;
            case null, default -> new IOException(cause);
        };
    }
}
