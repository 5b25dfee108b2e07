package io.freshet.publisher.delta;

import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds for each of many pages the page of the parent that shares most features with it. The parent's features are spread
 * over temporary files, each of which is then a table in memory, one at a time: 18 MiB at most, and 16 for the files' buffers,
 * whatever the number of pages. For one thread.
 */
final class SimilarPages implements AutoCloseable {

    /** No page of the parent resembles it. */
    static final int NONE = -1;

    private static final int ROW = 2 * Integer.BYTES;
    private static final int MOST_PARTITIONS = 1024;
    private static final long ROWS_A_PARTITION = 512 << 10;
    private static final int WINDOW = 64 << 10;

    private static final int BUFFER = 16 << 10;
    private static final int FIRST_SLOTS = 1 << 12;

    /** Of more features than this in one table, some are not found. A terabyte of pages of 4 KiB has as many. */
    private static final int MOST_KEYS = 1 << 20;

    /** A feature of more pages than this tells nothing. */
    private static final int COMMON = 32;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final List<Spool> partitions = new ArrayList<>();

    /** Spreads the features of all pages that have one. */
    SimilarPages(SketchLog sketches, Path directory) throws IOException {
        long pages = Math.min(sketches.count(), Integer.MAX_VALUE);
        int count = 1;
        while (count < MOST_PARTITIONS && pages * Sketch.FEATURES / count > ROWS_A_PARTITION) {
            count *= 2;
        }
        try {
            for (int i = 0; i < count; i++) {
                partitions.add(new Spool(directory, BUFFER));
            }
            spread(sketches, (int) pages);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Finds bases.
     *
     * @param sketches of new pages, one behind the other
     * @return for each the number of the page of the parent, or {@link #NONE}
     */
    int[] find(int[] sketches) throws IOException {
        int[] candidates = new int[sketches.length];
        Arrays.fill(candidates, NONE);
        for (int partition = 0; partition < partitions.size(); partition++) {
            Table table = new Table(partitions.get(partition));
            for (int i = 0; i < sketches.length; i++) {
                int key = key(sketches[i], i % Sketch.FEATURES);
                if (sketches[i] != 0 && partition(key) == partition) {
                    candidates[i] = table.find(key);
                }
            }
        }
        int[] found = new int[sketches.length / Sketch.FEATURES];
        for (int page = 0; page < found.length; page++) {
            found[page] = most(candidates, page * Sketch.FEATURES);
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        for (Spool partition : partitions) {
            partition.close();
        }
    }

    private void spread(SketchLog sketches, int pages) throws IOException {
        SketchLog.Reader reader = sketches.reader();
        int[] sketch = new int[Sketch.FEATURES];
        byte[] row = new byte[ROW];
        for (int page = 0; page < pages; page++) {
            reader.get(page, sketch, 0);
            for (int i = 0; i < Sketch.FEATURES; i++) {
                if (sketch[i] != 0) {
                    int key = key(sketch[i], i);
                    INTS.set(row, 0, key);
                    INTS.set(row, Integer.BYTES, page);
                    partitions.get(partition(key)).append(row, 0, ROW);
                }
            }
        }
        for (Spool partition : partitions) {
            partition.flush();
        }
    }

    /** The candidate that most features name, the first of them if several do. */
    private static int most(int[] candidates, int from) {
        int best = NONE;
        int votes = 0;
        for (int i = from; i < from + Sketch.FEATURES; i++) {
            int same = 0;
            for (int k = from; k < from + Sketch.FEATURES; k++) {
                same += candidates[k] == candidates[i] ? 1 : 0;
            }
            if (candidates[i] != NONE && same > votes) {
                best = candidates[i];
                votes = same;
            }
        }
        return best;
    }

    /** One number for a feature and which of the four it is; features of a page are found by that. Not 0. */
    private static int key(int feature, int which) {
        int key = (feature ^ which * 0x9E3779B9) * 0x85EBCA6B;
        key ^= key >>> 15;
        return key == 0 ? 1 : key;
    }

    private int partition(int key) {
        return key & (partitions.size() - 1);
    }

    /** The features of one partition: the last page that has each, if not too many have it. */
    private static final class Table {

        private int[] keys = new int[FIRST_SLOTS];
        private int[] pages = new int[FIRST_SLOTS];
        private byte[] counts = new byte[FIRST_SLOTS];
        private int used;

        Table(Spool rows) throws IOException {
            long count = rows.length() / ROW;
            Spool.Reader reader = rows.reader(WINDOW);
            for (long i = 0; i < count; i++) {
                int from = reader.seek(i * ROW, ROW);
                put((int) INTS.get(reader.bytes(), from), (int) INTS.get(reader.bytes(), from + Integer.BYTES));
            }
        }

        int find(int key) {
            int slot = slot(key);
            return keys[slot] == 0 || counts[slot] >= COMMON ? NONE : pages[slot];
        }

        private void put(int key, int page) {
            int slot = slot(key);
            if (keys[slot] == 0) {
                if (used == MOST_KEYS) {
                    return;
                }
                if (2 * (used + 1) > keys.length) {
                    grow();
                    slot = slot(key);
                }
                used++;
            }
            keys[slot] = key;
            pages[slot] = page;
            counts[slot] = (byte) Math.min(COMMON, counts[slot] + 1);
        }

        private void grow() {
            int[] oldKeys = keys;
            int[] oldPages = pages;
            byte[] oldCounts = counts;
            keys = new int[2 * oldKeys.length];
            pages = new int[keys.length];
            counts = new byte[keys.length];
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldKeys[i] != 0) {
                    int slot = slot(oldKeys[i]);
                    keys[slot] = oldKeys[i];
                    pages[slot] = oldPages[i];
                    counts[slot] = oldCounts[i];
                }
            }
        }

        private int slot(int key) {
            int slot = (key * 0x9E3779B1) >>> (Integer.numberOfLeadingZeros(keys.length) + 1);
            while (keys[slot] != 0 && keys[slot] != key) {
                slot = (slot + 1) & (keys.length - 1);
            }
            return slot;
        }
    }
}
