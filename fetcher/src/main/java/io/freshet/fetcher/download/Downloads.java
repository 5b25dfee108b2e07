package io.freshet.fetcher.download;

import io.freshet.core.FormatException;
import io.freshet.core.index.FrameRow;
import io.freshet.fetcher.http.AllMirrorsFailed;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import io.freshet.fetcher.index.Spans;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Downloads frames while more are being planned. Each span is fetched, decoded, verified and written by one
 * thread; the number of benches bounds how many are under way, and so the memory.
 */
public final class Downloads implements AutoCloseable {

    /** Some 17 MiB of pages: what a span of deltas costs is made by one thread, and the others should have some, too. */
    private static final int LONGEST_OF_DELTAS = 1 << 20;

    private final RangeFetcher mirrors;
    private final Chains chains;
    private final DeltaFrames deltas;
    private final Progress progress;
    private final BlockingQueue<FrameBench> benches;
    private final List<FrameBench> all = new ArrayList<>();
    private final ExecutorService threads;
    private final Phaser running = new Phaser(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * @param chains has the bases of delta frames, and takes what can't be made yet
     * @param atOnce how many spans are under way at most, at some 20 MiB each
     * @param threads how many of them compute at once
     */
    public Downloads(RangeFetcher mirrors, Chains chains, int atOnce, int threads, Progress progress) {
        this.mirrors = mirrors;
        this.chains = chains;
        this.deltas = new DeltaFrames(mirrors, progress);
        this.progress = progress;
        this.threads = Executors.newFixedThreadPool(
                atOnce, Thread.ofPlatform().daemon().name("download-", 1).factory());
        this.benches = new ArrayBlockingQueue<>(atOnce);
        Semaphore cores = new Semaphore(threads);
        for (int i = 0; i < atOnce; i++) {
            all.add(new FrameBench(chains, cores));
        }
        benches.addAll(all);
    }

    /** Starts to download frames; blocks while enough is under way. Fails if an earlier one has failed. */
    public void start(List<FrameNeed> needs) throws IOException {
        startSpans(spans(needs));
    }

    /** The same for delta frames of one depth, which follow each other in their packs: in ranges as long as others. */
    void startChained(List<FrameNeed> deltas) throws IOException {
        startSpans(Spans.of(parts(deltas)));
    }

    private void startSpans(List<Spans.Span<FrameNeed>> spans) throws IOException {
        for (Spans.Span<FrameNeed> span : spans) {
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
    public void close() throws IOException {
        threads.shutdownNow();
        threads.close();
        for (FrameBench bench : all) {
            bench.close();
        }
    }

    private static List<Spans.Span<FrameNeed>> spans(List<FrameNeed> needs) {
        Map<Boolean, List<FrameNeed>> byKind = needs.stream().collect(Collectors.partitioningBy(FrameNeed::isDelta));
        List<Spans.Span<FrameNeed>> spans =
                new ArrayList<>(Spans.of(parts(byKind.getOrDefault(true, List.of())), LONGEST_OF_DELTAS));
        spans.addAll(Spans.of(parts(byKind.getOrDefault(false, List.of()))));
        return spans;
    }

    private static List<Spans.Part<FrameNeed>> parts(List<FrameNeed> needs) {
        return needs.stream()
                .map(need -> new Spans.Part<>(
                        need.frame().pack(), need.frame().offset(), need.frame().stored(), need))
                .toList();
    }

    private void bring(Spans.Span<FrameNeed> span, FrameBench bench) throws IOException {
        FrameNeeds plain = new FrameNeeds();
        for (Target target : place(span, bench)) {
            if (target.place().isInDelta()) {
                chains.defer(target);
            } else {
                plain.add(target.place().frame(), target);
            }
        }
        // The span's own bytes are not needed any more.
        for (Spans.Span<FrameNeed> next : spans(plain.take())) {
            bring(next, bench);
        }
    }

    /** Places the targets of a span, and gives those that no delta frame in it has brought. */
    private List<Target> place(Spans.Span<FrameNeed> span, FrameBench bench) throws IOException {
        Receipt receipt;
        try {
            receipt = mirrors.fetch(ObjectRange.ofPack(span.pack(), span.offset(), span.length()), bench.stored, 0);
        } catch (AllMirrorsFailed e) {
            if (!span.parts().stream().allMatch(part -> part.what().isSpare())) {
                throw e;
            }
            return span.parts().stream()
                    .flatMap(part -> part.what().targets().stream())
                    .toList();
        }
        List<Target> left = new ArrayList<>();
        for (Spans.Part<FrameNeed> part : span.parts()) {
            int at = (int) (part.offset() - span.offset());
            if (part.what().isDelta()) {
                left.addAll(deltas.place(part.what(), receipt, at, bench));
            } else {
                receipt = placePlain(part.what(), receipt, at, bench);
            }
        }
        return left;
    }

    /** Places the targets of a plain frame; answers which receipt the bench's stored bytes have now. */
    private Receipt placePlain(FrameNeed need, Receipt first, int at, FrameBench bench) throws IOException {
        FrameNeed missing = need;
        Receipt receipt = first;
        while (true) {
            String problem;
            try {
                FrameBench.Placed placed = bench.place(missing, at);
                arrived(need.frame(), placed.right(), progress);
                if (placed.problem().isEmpty()) {
                    return receipt;
                }
                missing = new FrameNeed(need.frame(), placed.wrong());
                problem = placed.problem().get();
            } catch (FormatException e) {
                problem = e.problem();
            }
            receipt = mirrors.again(receipt, bench.stored, 0, problem);
        }
    }

    /** Notes that chunks of a frame are in their places. */
    static void arrived(FrameRow frame, List<Target> targets, Progress progress) throws IOException {
        for (Target target : targets) {
            target.file().arrived();
            progress.downloaded(frame.lengths()[target.memberOf(frame)]);
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
