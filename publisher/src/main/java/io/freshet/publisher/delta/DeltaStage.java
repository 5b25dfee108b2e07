package io.freshet.publisher.delta;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.FrameLimits;
import io.freshet.publisher.crew.Crew;
import io.freshet.publisher.dedupe.KnownChunks;
import io.freshet.publisher.dedupe.KnownPages;
import io.freshet.publisher.frame.ChunkAt;
import io.freshet.publisher.frame.Stream;
import io.freshet.publisher.pack.PackFiller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes delta frames of new pages, when all other frames are there. While chunks pass, it notes the sketches of all pages and
 * where the new ones lie; then it seeks a base for each of these, reads both, and compresses one against the other. New
 * pages may lie in delta frames only, if the caller says so: those that have no good delta lie in plain frames then.
 */
public final class DeltaStage implements ChunkNotes, AutoCloseable {

    /** With a base of 4 KiB each, half of a prefix; the rest is for those that take a second one. */
    private static final int MOST_MEMBERS = 128;

    /** How many pages are compared at once: 48 MiB. */
    private static final int BLOCK = 512 << 10;

    /** Whatever the number of cores: each bench has some 4 MiB. */
    private static final int MOST_BENCHES = 8;

    private final KnownChunks known;
    private final Optional<BaseDirectory> base;
    private final Crew crew;
    private final int cores;
    private final Output output;
    private final int frameBytes;
    private final Path directory;
    private final NewPages pages;
    private final SketchLog parents;
    private final Sketches sketches;
    private final BlockingQueue<DeltaBench> benches = new ArrayBlockingQueue<>(MOST_BENCHES);
    private final int[] sketch = new int[Sketch.FEATURES];
    private long deltaPages;
    private long unlike;
    private long notAtHand;
    private int depth;
    private final AtomicLong basesLeft = new AtomicLong();

    /**
     * Where frames go.
     *
     * @param deltas takes delta frames
     * @param late takes plain frames of those pages that lie nowhere else
     * @param bases is told what each delta frame is made against
     * @param places is told where new pages lie
     */
    public record Output(PackFiller deltas, PackFiller late, FrameBases bases, DeltaPlaces places) {

        private void finish() throws IOException, InterruptedException {
            deltas.finish();
            late.finish();
            bases.flush();
            places.flush();
        }
    }

    /**
     * Opens what is needed.
     *
     * @param roots where each component of the parent lies in its tree
     * @param frameBytes plain bytes of a plain frame of several pages
     * @param directory for temporary files
     */
    public DeltaStage(
            Sketches sketches,
            KnownChunks known,
            Map<String, EntryPath> roots,
            Output output,
            int frameBytes,
            Path directory,
            Crew crew,
            int cores)
            throws IOException {
        this.sketches = sketches;
        this.known = known;
        this.base = sketches.base().map(tree -> new BaseDirectory(tree, roots));
        this.crew = crew;
        this.cores = Math.min(cores, MOST_BENCHES);
        this.output = output;
        this.frameBytes = frameBytes;
        this.directory = directory;
        pages = new NewPages(directory);
        try {
            parents = sketches.parents(directory);
        } catch (IOException | RuntimeException e) {
            pages.close();
            throw e;
        }
    }

    /**
     * Makes the sketches of the parent, if none were kept.
     *
     * @param newDepth of deltas that are the only place of new pages; 0 if these lie elsewhere, too
     * @param mostBases how many bases deltas that are the only place may name
     */
    public void prepare(int newDepth, long mostBases) throws IOException, InterruptedException {
        if (parents.count() == 0 && base.isPresent()) {
            new BaseSketches(base.get(), crew, parents).make(known.pages());
        }
        parents.flush();
        depth = hasBases() ? newDepth : 0;
        basesLeft.set(mostBases);
    }

    /** Whether the parent's data are at hand. */
    public boolean hasBase() {
        return base.isPresent();
    }

    private boolean hasBases() {
        return base.isPresent() && parents.count() > 0;
    }

    @Override
    public void unread(long number) throws IOException {
        parents.get(number, sketch);
        sketches.add(sketch);
    }

    @Override
    public void known(long number, Passing chunk) throws IOException {
        parents.get(number, sketch);
        if (Sketch.isEmpty(sketch)) {
            // It was not made when the parent was published, or could not be: here are the bytes.
            sketch(chunk);
        }
        sketches.add(sketch);
    }

    @Override
    public void other(Passing chunk) throws IOException {
        sketch(chunk);
        sketches.add(sketch);
    }

    @Override
    public boolean stores(Passing chunk) {
        return depth > 0 && isPage(chunk);
    }

    @Override
    public long fresh(Passing chunk, Digest id, Path file, long offset, long leaf, boolean isStored)
            throws IOException {
        other(chunk);
        return isPage(chunk)
                ? ChunkAt.of(Stream.PENDING, pages.add(file, offset, chunk.length(), leaf, id, sketch, isStored), 0)
                : DeltaPlaces.NONE;
    }

    private static boolean isPage(Passing chunk) {
        return chunk.grain() > 0 && chunk.length() <= FrameLimits.MAX_DELTA;
    }

    private void sketch(Passing chunk) {
        // What is no page is as good as empty: it has no features.
        Sketch.of(chunk.bytes(), chunk.at(), chunk.grain() == 0 ? 0 : chunk.length(), sketch, 0);
    }

    /** Makes the frames. */
    public DeltaCounts run() throws IOException, InterruptedException {
        pages.flush();
        if (pages.count() > 0 && hasBases()) {
            for (int i = 0; i < cores; i++) {
                benches.add(new DeltaBench(known.plainShare(), frameBytes, basesLeft));
            }
            try (SimilarPages similar = new SimilarPages(parents, directory)) {
                new Frames(similar, base.get()).run();
            }
        }
        output.finish();
        return new DeltaCounts(
                deltaPages,
                output.deltas.plain(),
                output.deltas.stored(),
                output.late.stored(),
                notAtHand,
                unlike,
                base.isEmpty() && known.parents() > 0 ? pages.count() : 0,
                deltaPages > 0 ? depth : 0);
    }

    @Override
    public void close() throws IOException {
        try (pages;
                parents) {
            // Only those that no thread is at work with.
            for (DeltaBench idle = benches.poll(); idle != null; idle = benches.poll()) {
                idle.close();
            }
        }
    }

    /** From pages to packs, in order. */
    private final class Frames {

        private final SimilarPages similar;
        private final BaseDirectory bases;
        private final KnownPages knownPages;
        private final NewPages.Cursor ahead = pages.read();
        private final NewPages.Cursor cursor = pages.read();
        private final Deque<Future<Made>> making = new ArrayDeque<>();
        private final List<Pair> open = new ArrayList<>();
        private int openBytes;
        private int baseBytes;

        Frames(SimilarPages similar, BaseDirectory bases) throws IOException {
            this.similar = similar;
            this.bases = bases;
            this.knownPages = known.pages();
        }

        void run() throws IOException, InterruptedException {
            for (int[] block = block(); block.length > 0; block = block()) {
                int[] found = similar.find(block);
                for (int at = 0; at < found.length; at += SimilarPages.CANDIDATES) {
                    NewPages.Page page = cursor.next().orElseThrow();
                    List<KnownPages.Page> like = pages(found, at);
                    unlike += like.isEmpty() ? 1 : 0;
                    add(new Pair(page, like));
                }
            }
            endFrame();
            while (!making.isEmpty()) {
                store(Crew.result(making.remove()));
            }
        }

        private List<KnownPages.Page> pages(int[] numbers, int from) throws IOException {
            List<KnownPages.Page> found = new ArrayList<>(SimilarPages.CANDIDATES);
            for (int i = from; i < from + SimilarPages.CANDIDATES && numbers[i] != SimilarPages.NONE; i++) {
                knownPages
                        .page(numbers[i])
                        .filter(page -> page.length() <= FrameLimits.MAX_DELTA)
                        .ifPresent(found::add);
            }
            return found;
        }

        /** Sketches of the pages that come next. */
        private int[] block() throws IOException {
            int[] block = new int[(int) Math.min(BLOCK, pages.count() - ahead.number()) * Sketch.FEATURES];
            for (int at = 0; at < block.length; at += Sketch.FEATURES) {
                System.arraycopy(ahead.next().orElseThrow().sketch(), 0, block, at, Sketch.FEATURES);
            }
            return block;
        }

        private void add(Pair pair) throws IOException, InterruptedException {
            boolean fits = openBytes + pair.page().length() <= FrameLimits.MAX_DELTA
                    && baseBytes + pair.baseLength() <= FrameLimits.MAX_DELTA
                    && open.size() < MOST_MEMBERS;
            if (!open.isEmpty()
                    && (!fits || open.getLast().page().leaf() != pair.page().leaf())) {
                endFrame();
            }
            open.add(pair);
            openBytes += pair.page().length();
            baseBytes += pair.baseLength();
        }

        private void endFrame() throws IOException, InterruptedException {
            if (open.isEmpty()) {
                return;
            }
            List<Pair> frame = List.copyOf(open);
            open.clear();
            openBytes = 0;
            baseBytes = 0;
            making.add(crew.compute(() -> {
                // Where there are more threads than benches, some wait for those that compute.
                DeltaBench bench = benches.take();
                try {
                    return bench.make(frame, bases);
                } finally {
                    benches.add(bench);
                }
            }));
            if (making.size() > 2 * cores) {
                store(Crew.result(making.remove()));
            }
        }

        private void store(Made made) throws IOException, InterruptedException {
            notAtHand += made.missing();
            for (Made.Frame frame : made.frames()) {
                boolean isDelta = frame.codec() == Codec.DELTA;
                PackFiller filler = isDelta ? output.deltas : output.late;
                long number = filler.add(frame.members(), frame.stored(), 0, frame.stored().length);
                if (isDelta) {
                    output.bases.add(frame.bases());
                    deltaPages += frame.members().size();
                }
                Stream stream = isDelta ? Stream.DELTA : Stream.LATE;
                for (int member = 0; member < frame.numbers().size(); member++) {
                    output.places.add(frame.numbers().get(member), ChunkAt.of(stream, number, member));
                }
            }
        }
    }
}
