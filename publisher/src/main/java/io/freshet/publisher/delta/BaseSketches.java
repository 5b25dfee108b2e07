package io.freshet.publisher.delta;

import io.freshet.core.Digest;
import io.freshet.publisher.crew.Crew;
import io.freshet.publisher.dedupe.KnownPages;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Makes the sketches of a parent anew, out of its data, where they were not kept. Reads all of its pages; those that are not
 * what they were have no features.
 */
final class BaseSketches {

    private static final int AT_ONCE = 256;
    private static final int MOST_AHEAD = 16;

    private final BaseDirectory base;
    private final Crew crew;
    private final SketchLog log;
    private final Deque<Future<int[]>> ahead = new ArrayDeque<>();
    private final List<KnownPages.Page> open = new ArrayList<>();
    private long count;

    BaseSketches(BaseDirectory base, Crew crew, SketchLog log) {
        this.base = base;
        this.crew = crew;
        this.log = log;
    }

    void make(KnownPages pages) throws IOException, InterruptedException {
        for (KnownPages.PagedFile file : pages.files()) {
            flush();
            for (int[] none = new int[Sketch.FEATURES]; count < file.first(); count++) {
                log.add(none, 0);
            }
            pages.pages(file, (number, page) -> {
                open.add(page);
                if (open.size() == AT_ONCE) {
                    start();
                }
            });
        }
        flush();
        log.flush();
    }

    /** Waits for the oldest ones where too many are under way: what is read ahead is bounded. */
    private void start() throws IOException, InterruptedException {
        List<KnownPages.Page> batch = List.copyOf(open);
        open.clear();
        count += batch.size();
        ahead.add(crew.compute(() -> sketch(batch)));
        if (ahead.size() > MOST_AHEAD) {
            add(ahead.remove());
        }
    }

    private void flush() throws IOException, InterruptedException {
        if (!open.isEmpty()) {
            start();
        }
        while (!ahead.isEmpty()) {
            add(ahead.remove());
        }
    }

    private void add(Future<int[]> sketches) throws IOException, InterruptedException {
        int[] features = Crew.result(sketches);
        for (int from = 0; from < features.length; from += Sketch.FEATURES) {
            log.add(features, from);
        }
    }

    private int[] sketch(List<KnownPages.Page> batch) throws IOException {
        int[] features = new int[batch.size() * Sketch.FEATURES];
        byte[] bytes =
                new byte[batch.stream().mapToInt(KnownPages.Page::length).max().orElse(0)];
        MessageDigest sha256 = Digest.sha256();
        try (OpenFiles files = new OpenFiles()) {
            for (int i = 0; i < batch.size(); i++) {
                KnownPages.Page page = batch.get(i);
                boolean right = base.read(page, files, bytes, 0)
                        && Digest.of(sha256, bytes, 0, page.length()).equals(page.id());
                if (right) {
                    Sketch.of(bytes, 0, page.length(), features, i * Sketch.FEATURES);
                }
            }
        }
        return features;
    }
}
