package io.freshet.publisher.delta;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.core.pack.FrameLimits;
import io.freshet.core.pack.Member;
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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;

/**
 * Makes delta frames of new pages, when all plain frames are there. While chunks pass, it notes the sketches of all pages and
 * where the new ones lie; then it seeks a base for each of these, reads both, and compresses one against the other.
 */
public final class DeltaStage implements ChunkNotes, AutoCloseable {

    /** With a base of 4 KiB each, half of a prefix; the rest is for those that take a second one. */
    private static final int MOST_MEMBERS = 128;

    /** How many pages are compared at once: 48 MiB. */
    private static final int BLOCK = 512 << 10;

    /** Whatever the number of cores: each bench has some 4 MiB. */
    private static final int MOST_BENCHES = 8;

    private final KnownChunks known;
    private final BaseDirectory base;
    private final Crew crew;
    private final int cores;
    private final PackFiller filler;
    private final Path directory;
    private final DeltaPlaces places;
    private final NewPages pages;
    private final SketchLog parents;
    private final Sketches sketches;
    private final BlockingQueue<DeltaBench> benches = new ArrayBlockingQueue<>(MOST_BENCHES);
    private final int[] sketch = new int[Sketch.FEATURES];
    private long deltaPages;
    private long unlike;
    private long notAtHand;

    /**
     * Opens what is needed.
     *
     * @param roots where each component of the parent lies in its tree
     * @param filler takes the frames, closed with this
     * @param places is told where new pages lie once more
     * @param directory for temporary files
     */
    public DeltaStage(
            Sketches sketches,
            KnownChunks known,
            Map<String, EntryPath> roots,
            PackFiller filler,
            DeltaPlaces places,
            Path directory,
            Crew crew,
            int cores)
            throws IOException {
        this.sketches = sketches;
        this.known = known;
        this.base = new BaseDirectory(sketches.base(), roots);
        this.crew = crew;
        this.cores = Math.min(cores, MOST_BENCHES);
        this.filler = filler;
        this.directory = directory;
        this.places = places;
        pages = new NewPages(directory);
        try {
            parents = sketches.parents(directory);
        } catch (IOException | RuntimeException e) {
            pages.close();
            throw e;
        }
    }

    /** Makes the sketches of the parent, if none were kept. */
    public void prepare() throws IOException, InterruptedException {
        if (parents.count() == 0) {
            new BaseSketches(base, crew, parents).make(known.pages());
        }
        parents.flush();
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
    public long fresh(Passing chunk, Digest id, Path file, long offset, long leaf) throws IOException {
        other(chunk);
        return chunk.grain() == 0 || chunk.length() > FrameLimits.MAX_DELTA
                ? DeltaPlaces.NONE
                : ChunkAt.of(Stream.PENDING, pages.add(file, offset, chunk.length(), leaf, id, sketch), 0);
    }

    private void sketch(Passing chunk) {
        // What is no page is as good as empty: it has no features.
        Sketch.of(chunk.bytes(), chunk.at(), chunk.grain() == 0 ? 0 : chunk.length(), sketch, 0);
    }

    /**
     * Makes the frames.
     *
     * @param plainShare stored bytes for each plain byte of this publication's plain frames
     */
    public DeltaCounts run(double plainShare) throws IOException, InterruptedException {
        pages.flush();
        if (pages.count() > 0 && parents.count() > 0) {
            for (int i = 0; i < cores; i++) {
                benches.add(new DeltaBench());
            }
            try (SimilarPages similar = new SimilarPages(parents, directory)) {
                new Frames(similar, plainShare).run();
            }
        }
        filler.finish();
        places.flush();
        return new DeltaCounts(deltaPages, filler.plain(), filler.stored(), notAtHand, unlike);
    }

    /** The delta frames; complete after {@link #run}. */
    public PackFiller frames() {
        return filler;
    }

    @Override
    public void close() throws IOException {
        try (filler;
                pages;
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
        private final double plainShare;
        private final KnownPages knownPages;
        private final NewPages.Cursor ahead = pages.read();
        private final NewPages.Cursor cursor = pages.read();
        private final Deque<Future<Made>> making = new ArrayDeque<>();
        private final List<Pair> open = new ArrayList<>();
        private int openBytes;
        private int baseBytes;

        Frames(SimilarPages similar, double plainShare) throws IOException {
            this.similar = similar;
            this.plainShare = plainShare;
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
                    return bench.make(frame, base);
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
            int plain = made.members().stream().mapToInt(Member::length).sum();
            // A delta that saves less than a quarter is not worth its places in the index.
            if (plain > 0 && made.stored().length <= plainShare * plain * 3 / 4) {
                long frame = filler.add(made.members(), made.stored(), 0, made.stored().length);
                for (int member = 0; member < made.members().size(); member++) {
                    places.add(made.numbers().get(member), ChunkAt.of(Stream.DELTA, frame, member));
                }
                deltaPages += made.members().size();
            }
        }
    }
}
