package io.freshet.fetcher.plan;

import io.freshet.fetcher.download.Progress;
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
    private final BlockingQueue<byte[]> buffers;
    private final SeedCopy copy;
    private final Progress progress;
    private final Seeds seeds;

    /** @param threads how many copy at once, each with a buffer of 4 MiB */
    public SeedRuns(Seeds seeds, int threads, Progress progress) {
        this.seeds = seeds;
        this.cores = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("seed-", 1).factory());
        this.copy = new SeedCopy(progress);
        this.buffers = new ArrayBlockingQueue<>(threads);
        this.progress = progress;
    }

    /** Copies what it can of {@code window} and gives the rest, in order. */
    List<Need> run(List<Need> window) throws IOException {
        List<Need> missing = new ArrayList<>();
        List<Need> tried = window;
        // What was not in its old place may lie elsewhere: it is looked up then, once.
        for (boolean first = true; !tried.isEmpty(); first = false) {
            List<Need> wrong = tryAll(tried, missing);
            tried = new ArrayList<>();
            for (Need need : wrong) {
                SeedPlace other = first ? seeds.find(need.chunk().id()).orElse(null) : null;
                if (other == null || other.equals(need.seed())) {
                    progress.damaged(need.file().prefilled() ? 0 : need.chunk().size());
                    missing.add(need);
                } else {
                    tried.add(new Need(need.chunk(), need.number(), need.file(), need.offset(), other));
                }
            }
        }
        missing.sort(Comparator.comparingInt(Need::number));
        return missing;
    }

    private List<Need> tryAll(List<Need> needs, List<Need> missing) throws IOException {
        List<Future<List<Need>>> running = new ArrayList<>();
        List<Need> run = new ArrayList<>();
        int bytes = 0;
        for (Need need : needs) {
            if (!run.isEmpty() && (bytes + need.chunk().size() > RUN_BYTES || !need.follows(run.getLast()))) {
                running.add(start(run));
                run = new ArrayList<>();
                bytes = 0;
            }
            if (need.seed() == null) {
                missing.add(need);
            } else {
                run.add(need);
                bytes += need.chunk().size();
            }
        }
        if (!run.isEmpty()) {
            running.add(start(run));
        }
        List<Need> wrong = new ArrayList<>();
        for (Future<List<Need>> each : running) {
            wrong.addAll(get(each));
        }
        return wrong;
    }

    private Future<List<Need>> start(List<Need> run) {
        Callable<List<Need>> work = () -> {
            byte[] buffer = Objects.requireNonNullElseGet(buffers.poll(), () -> new byte[RUN_BYTES]);
            try {
                return copy.copy(run, buffer);
            } finally {
                // There are never more than threads: it always fits.
                buffers.add(buffer);
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
    public void close() {
        cores.shutdownNow();
    }
}
