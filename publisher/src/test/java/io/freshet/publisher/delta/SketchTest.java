package io.freshet.publisher.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pages are found to resemble each other. */
class SketchTest {

    private static final int PAGE = 4096;

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void aPageOfZerosHasNoFeatures() {
        assertThat(sketch(new byte[PAGE])).containsOnly(0);
        assertThat(sketch(new byte[7])).containsOnly(0);
    }

    @Test
    void whereRecordsLieInAPageDoesNotMatter() {
        byte[] page = noise();
        byte[] moved = new byte[PAGE];
        System.arraycopy(page, 0, moved, 16, PAGE - 16);
        int same = same(sketch(page), sketch(moved));
        assertThat(same).isGreaterThanOrEqualTo(3);
    }

    @Test
    void pagesThatShareNothingShareNoFeature() {
        for (int i = 0; i < 100; i++) {
            assertThat(same(sketch(noise()), sketch(noise()))).isZero();
        }
    }

    /** Half of a page that was split is found in 15 of 16 cases. */
    @Test
    void ofThreeThousandPagesEachChangedOneFindsItsOwn() throws IOException {
        int count = 3000;
        byte[][] old = new byte[count][];
        int[] changed = new int[count * Sketch.FEATURES];
        try (SketchLog log = new SketchLog(directory)) {
            for (int i = 0; i < count; i++) {
                old[i] = noise();
                log.add(sketch(old[i]), 0);
                byte[] page = i % 2 == 0 ? withOtherRecord(old[i]) : half(old[i]);
                System.arraycopy(sketch(page), 0, changed, i * Sketch.FEATURES, Sketch.FEATURES);
            }
            log.flush();
            int wrong = 0;
            int none = 0;
            try (SimilarPages similar = new SimilarPages(log, directory)) {
                int[] found = similar.find(changed);
                for (int i = 0; i < count; i++) {
                    int first = found[i * SimilarPages.CANDIDATES];
                    none += first == SimilarPages.NONE ? 1 : 0;
                    wrong += first != i && first != SimilarPages.NONE ? 1 : 0;
                }
            }
            assertThat(wrong).isZero();
            assertThat(none).isBetween(1, count / 2 / 10);
        }
    }

    @Test
    void aFeatureOfManyPagesNamesNone() throws IOException {
        byte[] page = noise();
        try (SketchLog log = new SketchLog(directory)) {
            for (int i = 0; i < 100; i++) {
                log.add(sketch(page), 0);
            }
            log.flush();
            try (SimilarPages similar = new SimilarPages(log, directory)) {
                assertThat(similar.find(sketch(page))).containsOnly(SimilarPages.NONE);
            }
        }
    }

    /** More pages than one table in memory takes. */
    @Test
    void manyPagesAreSpreadOverSeveralTables() throws IOException {
        int count = 400_000;
        int[] all = new int[count * Sketch.FEATURES];
        Arrays.setAll(all, i -> random.nextInt() | 1);
        try (SketchLog log = new SketchLog(directory)) {
            for (int i = 0; i < count; i++) {
                log.add(all, i * Sketch.FEATURES);
            }
            log.flush();
            try (SimilarPages similar = new SimilarPages(log, directory)) {
                int[] found = similar.find(all);
                int right = 0;
                for (int i = 0; i < count; i++) {
                    right += found[i * SimilarPages.CANDIDATES] == i ? 1 : 0;
                }
                // Now and then two pages have a feature in common by chance.
                assertThat(right).isGreaterThan(count - count / 1000);
            }
        }
    }

    private byte[] noise() {
        byte[] page = new byte[PAGE];
        random.nextBytes(page);
        return page;
    }

    private byte[] withOtherRecord(byte[] page) {
        byte[] changed = page.clone();
        byte[] record = new byte[64];
        random.nextBytes(record);
        System.arraycopy(record, 0, changed, random.nextInt(60) * 64, 64);
        return changed;
    }

    private static byte[] half(byte[] page) {
        byte[] half = new byte[PAGE];
        System.arraycopy(page, 0, half, PAGE / 2, PAGE / 2);
        return half;
    }

    private static int[] sketch(byte[] page) {
        int[] features = new int[Sketch.FEATURES];
        Sketch.of(page, 0, page.length, features, 0);
        return features;
    }

    private static int same(int[] one, int[] other) {
        int same = 0;
        for (int i = 0; i < one.length; i++) {
            same += one[i] == other[i] ? 1 : 0;
        }
        return same;
    }
}
