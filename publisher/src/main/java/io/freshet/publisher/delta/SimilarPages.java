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
 * over temporary files, each of which is then a table in memory, one at a time: 42 MiB at most, and 16 for the files' buffers,
 * whatever the number of pages. For one thread.
 */
final class SimilarPages implements AutoCloseable {

    /** No page of the parent resembles it. */
    static final int NONE = -1;

    /** How many pages are named for each new one: which of them resembles it most, their bytes tell. */
    static final int CANDIDATES = 4;

    /** Pages that are known for one feature: versions of one page, mostly, of which older ones lie in free pages. */
    private static final int KEPT = 4;

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
    private final Table table = new Table();

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
     * @return for each {@link #CANDIDATES} numbers of pages of the parent, those that share most features first; {@link #NONE}
     *     where there are fewer
     */
    int[] find(int[] sketches) throws IOException {
        int[] candidates = new int[KEPT * sketches.length];
        Arrays.fill(candidates, NONE);
        for (int partition = 0; partition < partitions.size(); partition++) {
            table.load(partitions.get(partition));
            for (int i = 0; i < sketches.length; i++) {
                int key = key(sketches[i], i % Sketch.FEATURES);
                if (sketches[i] != 0 && partition(key) == partition) {
                    table.find(key, candidates, KEPT * i);
                }
            }
        }
        int pages = sketches.length / Sketch.FEATURES;
        int[] found = new int[CANDIDATES * pages];
        for (int page = 0; page < pages; page++) {
            choose(candidates, page * KEPT * Sketch.FEATURES, found, page * CANDIDATES);
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

    /** Puts those that most features name into {@code found}; of two that as many name, the one that was named first. */
    private static void choose(int[] named, int from, int[] found, int to) {
        int end = from + KEPT * Sketch.FEATURES;
        for (int choice = 0; choice < CANDIDATES; choice++) {
            int best = NONE;
            int votes = 0;
            for (int i = from; i < end; i++) {
                int same = 0;
                for (int k = i; named[i] != NONE && k < end; k++) {
                    same += named[k] == named[i] ? 1 : 0;
                }
                if (same > votes) {
                    best = named[i];
                    votes = same;
                }
            }
            found[to + choice] = best;
            for (int i = from; i < end; i++) {
                named[i] = named[i] == best ? NONE : named[i];
            }
        }
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

    /** The features of one partition: the last pages that have each, if not too many have it. */
    private static final class Table {

        private int[] keys = new int[FIRST_SLOTS];
        private int[] pages = new int[KEPT * FIRST_SLOTS];
        private byte[] counts = new byte[FIRST_SLOTS];
        private int used;

        /** Forgets what was loaded before; the arrays stay, so that the collector need not take them away. */
        void load(Spool rows) throws IOException {
            Arrays.fill(keys, 0);
            Arrays.fill(counts, (byte) 0);
            used = 0;
            long count = rows.length() / ROW;
            Spool.Reader reader = rows.reader(WINDOW);
            for (long i = 0; i < count; i++) {
                int from = reader.seek(i * ROW, ROW);
                put((int) INTS.get(reader.bytes(), from), (int) INTS.get(reader.bytes(), from + Integer.BYTES));
            }
        }

        /** Puts the pages that have a feature into {@code found}. */
        void find(int key, int[] found, int to) {
            int slot = slot(key);
            if (keys[slot] != 0 && counts[slot] < COMMON) {
                int count = Math.min(KEPT, counts[slot]);
                System.arraycopy(pages, KEPT * slot, found, to, count);
            }
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
            pages[KEPT * slot + counts[slot] % KEPT] = page;
            counts[slot] = (byte) Math.min(COMMON, counts[slot] + 1);
        }

        private void grow() {
            int[] oldKeys = keys;
            int[] oldPages = pages;
            byte[] oldCounts = counts;
            keys = new int[2 * oldKeys.length];
            pages = new int[KEPT * keys.length];
            counts = new byte[keys.length];
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldKeys[i] != 0) {
                    int slot = slot(oldKeys[i]);
                    keys[slot] = oldKeys[i];
                    System.arraycopy(oldPages, KEPT * i, pages, KEPT * slot, KEPT);
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
