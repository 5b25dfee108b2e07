package io.freshet.fetcher.plan;

import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.seed.SeedFiles;
import io.freshet.fetcher.seed.SeedPlace;
import io.freshet.fetcher.seed.Seeds;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Copies the chunks of a window that lie here, on all cores, and says which do not. */
public final class SeedRuns implements AutoCloseable {

    private static final int RUN_BYTES = 4 << 20;

    private final ExecutorService cores;
    private final BlockingQueue<Bench> benches;
    private final SeedCopy copy;
    private final Progress progress;
    private final Seeds seeds;

    /** What one thread copies with. */
    private static final class Bench {
        final byte[] buffer = new byte[RUN_BYTES];
        final SeedFiles files = new SeedFiles();
    }

    /** @param threads how many copy at once, each with a buffer of 4 MiB */
    public SeedRuns(Seeds seeds, int threads, Progress progress) {
        this.seeds = seeds;
        this.cores = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("seed-", 1).factory());
        this.copy = new SeedCopy(progress);
        this.benches = new ArrayBlockingQueue<>(threads);
        this.progress = progress;
    }

    /**
     * Chunks of a window that are being copied.
     *
     * @param missing those that lie nowhere here
     */
    record Copying(List<Future<List<Need>>> running, List<Need> missing) {}

    /** Starts to copy what lies here of {@code window}. */
    Copying start(List<Need> window) {
        Copying copying = new Copying(new ArrayList<>(), new ArrayList<>());
        List<Need> run = new ArrayList<>();
        int bytes = 0;
        for (Need need : window) {
            if (!run.isEmpty() && (bytes + need.chunk().size() > RUN_BYTES || !need.follows(run.getLast()))) {
                copying.running.add(copy(run));
                run = new ArrayList<>();
                bytes = 0;
            }
            if (need.seed() == null) {
                copying.missing.add(need);
            } else {
                run.add(need);
                bytes += need.chunk().size();
            }
        }
        if (!run.isEmpty()) {
            copying.running.add(copy(run));
        }
        return copying;
    }

    /** Waits for a window, and gives what could not be copied, in order. */
    List<Need> finish(Copying window) throws IOException {
        List<Need> missing = new ArrayList<>(window.missing);
        List<Need> again = new ArrayList<>();
        for (Need need : wrong(window)) {
            // What was not in its old place may lie elsewhere: it is looked up then, once.
            SeedPlace other = seeds.find(need.chunk().id()).orElse(null);
            if (other == null || other.equals(need.seed())) {
                miss(need, missing);
            } else {
                again.add(new Need(need.chunk(), need.number(), need.file(), need.offset(), other));
            }
        }
        for (Need need : wrong(start(again))) {
            miss(need, missing);
        }
        missing.sort(Comparator.comparingInt(Need::number));
        return missing;
    }

    private void miss(Need need, List<Need> missing) {
        progress.damaged(need.file().prefilled() ? 0 : need.chunk().size());
        missing.add(need);
    }

    private static List<Need> wrong(Copying window) throws IOException {
        List<Need> wrong = new ArrayList<>();
        for (Future<List<Need>> each : window.running) {
            wrong.addAll(get(each));
        }
        return wrong;
    }

    private Future<List<Need>> copy(List<Need> run) {
        Callable<List<Need>> work = () -> {
            Bench bench = Objects.requireNonNullElseGet(benches.poll(), Bench::new);
            try {
                return copy.copy(run, bench.buffer, bench.files);
            } finally {
                // There are never more than threads: it always fits.
                benches.add(bench);
            }
        };
        return cores.submit(work);
    }

    private static List<Need> get(Future<List<Need>> running) throws IOException {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        cores.shutdownNow();
        cores.close();
        for (Bench bench : benches) {
            bench.files.close();
        }
    }
}
