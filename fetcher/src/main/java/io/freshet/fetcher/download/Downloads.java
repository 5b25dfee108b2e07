package io.freshet.fetcher.download;

import io.freshet.core.FormatException;
import io.freshet.core.index.FrameRow;
import io.freshet.fetcher.http.AllMirrorsFailed;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import io.freshet.fetcher.index.Spans;
import io.freshet.fetcher.seed.Seeds;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
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

    /** Some 17 MiB of pages: what a span of deltas costs is made by one thread, and the others should have some, too. */
    private static final int LONGEST_OF_DELTAS = 1 << 20;

    private final RangeFetcher mirrors;
    private final DeltaFrames deltas;
    private final Progress progress;
    private final BlockingQueue<FrameBench> benches;
    private final List<FrameBench> all = new ArrayList<>();
    private final ExecutorService threads;
    private final Phaser running = new Phaser(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * @param seeds where what delta frames are made against is looked for
     * @param atOnce how many spans are under way at most, at some 20 MiB each
     * @param threads how many of them compute at once
     */
    public Downloads(RangeFetcher mirrors, Seeds seeds, int atOnce, int threads, Progress progress) {
        this.mirrors = mirrors;
        this.deltas = new DeltaFrames(mirrors, progress);
        this.progress = progress;
        this.threads = Executors.newFixedThreadPool(
                atOnce, Thread.ofPlatform().daemon().name("download-", 1).factory());
        this.benches = new ArrayBlockingQueue<>(atOnce);
        Semaphore cores = new Semaphore(threads);
        for (int i = 0; i < atOnce; i++) {
            all.add(new FrameBench(seeds, cores));
        }
        benches.addAll(all);
    }

    /** Starts to download frames; blocks while enough is under way. Fails if an earlier one has failed. */
    public void start(List<FrameNeed> needs) throws IOException {
        for (Spans.Span<FrameNeed> span : spans(needs)) {
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
        List<Spans.Part<FrameNeed>> plain = new ArrayList<>(needs.size());
        List<Spans.Part<FrameNeed>> deltas = new ArrayList<>();
        for (FrameNeed need : needs) {
            FrameRow frame = need.frame();
            (need.isDelta() ? deltas : plain).add(new Spans.Part<>(frame.pack(), frame.offset(), frame.stored(), need));
        }
        List<Spans.Span<FrameNeed>> spans = new ArrayList<>(Spans.of(deltas, LONGEST_OF_DELTAS));
        spans.addAll(Spans.of(plain));
        return spans;
    }

    private void bring(Spans.Span<FrameNeed> span, FrameBench bench) throws IOException {
        FrameNeeds plain = new FrameNeeds();
        for (Target target : place(span, bench)) {
            plain.add(target.plain().frame(), target);
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
            if (span.parts().stream().noneMatch(part -> part.what().isDelta())) {
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
                if (placed.wrong().isEmpty()) {
                    return receipt;
                }
                missing = new FrameNeed(need.frame(), placed.wrong());
                problem = problem(placed.wrong().getFirst());
            } catch (FormatException e) {
                problem = e.problem();
            }
            receipt = mirrors.again(receipt, bench.stored, 0, problem);
        }
    }

    /** What is wrong with the frame of a chunk that did not come out right, for people. */
    static String problem(Target wrong) {
        return "chunk " + wrong.id().brief() + " has another digest";
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
