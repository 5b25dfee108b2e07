package io.freshet.fetcher.download;

import io.freshet.core.FormatException;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import io.freshet.fetcher.index.Spans;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Downloads frames while more are being planned. Each span is fetched, decoded, verified and written by one
 * thread; the number of benches bounds how many are under way, and so the memory.
 */
public final class Downloads implements AutoCloseable {

    private final RangeFetcher mirrors;
    private final DeltaBases bases;
    private final Progress progress;
    private final Semaphore cores;
    private final BlockingQueue<FrameBench> benches;
    private final List<FrameBench> all = new ArrayList<>();
    private final ExecutorService threads;
    private final Phaser running = new Phaser(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * @param atOnce how many spans are under way at most, at some 18 MiB each
     * @param threads how many of them compute at once
     */
    public Downloads(RangeFetcher mirrors, int atOnce, int threads, Progress progress) {
        this.cores = new Semaphore(threads);
        this.mirrors = mirrors;
        this.bases = new DeltaBases(mirrors);
        this.progress = progress;
        this.threads = Executors.newFixedThreadPool(
                atOnce, Thread.ofPlatform().daemon().name("download-", 1).factory());
        this.benches = new ArrayBlockingQueue<>(atOnce);
        for (int i = 0; i < atOnce; i++) {
            all.add(new FrameBench());
        }
        benches.addAll(all);
    }

    /** Starts to download frames; blocks while enough is under way. Fails if an earlier one has failed. */
    public void start(List<FrameNeed> needs) throws IOException {
        List<Spans.Part<FrameNeed>> parts = new ArrayList<>(needs.size());
        for (FrameNeed need : needs) {
            parts.add(new Spans.Part<>(
                    need.frame().pack(), need.frame().offset(), need.frame().stored(), need));
        }
        for (Spans.Span<FrameNeed> span : Spans.of(parts)) {
            FrameBench bench = take();
            check();
            running.register();
            threads.execute(() -> {
                try {
                    bring(span, bench);
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                } finally {
                    benches.add(bench);
                    running.arriveAndDeregister();
                }
            });
        }
    }

    /** Waits for all that was started. */
    public void await() throws IOException {
        try {
            running.awaitAdvanceInterruptibly(running.arrive());
        } catch (InterruptedException e) {
            throw interrupted();
        }
        check();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
        all.forEach(FrameBench::close);
    }

    private void bring(Spans.Span<FrameNeed> span, FrameBench bench) throws IOException {
        ObjectRange range = ObjectRange.ofPack(span.pack(), span.offset(), span.length());
        Receipt receipt = mirrors.fetch(range, bench.stored, 0);
        for (Spans.Part<FrameNeed> part : span.parts()) {
            int at = (int) (part.offset() - span.offset());
            while (true) {
                try {
                    place(part.what(), at, bench);
                    break;
                } catch (FormatException e) {
                    receipt = mirrors.again(receipt, bench.stored, 0, e.problem());
                }
            }
            arrived(part.what());
        }
    }

    /** Many wait for mirrors, but no more than there are cores compute: the others would only push their bytes out of caches. */
    private void place(FrameNeed need, int at, FrameBench bench) throws IOException {
        Optional<DeltaPrefix> prefix =
                need.frame().codec() == Codec.DELTA ? Optional.of(bases.prefix(need)) : Optional.empty();
        try {
            cores.acquire();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            bench.place(need, at, prefix);
        } finally {
            cores.release();
        }
    }

    private void arrived(FrameNeed need) throws IOException {
        int[] lengths = need.frame().lengths();
        for (Target target : need.targets()) {
            target.file().arrived();
            progress.downloaded(lengths[target.member()]);
        }
    }

    private FrameBench take() throws IOException {
        try {
            return benches.take();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void check() throws IOException {
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IOException(e);
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }
}
