package io.freshet.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * A data file that changes as those of MDBX and LMDB do: a changed page is never written over, but into a place that an
 * earlier change has freed, or at the end; each page carries its number and the transaction that wrote it.
 */
final class PageFile {

    static final int PAGE = 4096;

    private static final int RECORD = 64;
    private static final int BATCH = 256;

    private final Path file;
    private final SplittableRandom random;
    private final Deque<Integer> free = new ArrayDeque<>();
    private int[] placeOf;
    private int places;
    private int transaction = 1;

    PageFile(Path file, int pages, SplittableRandom random) {
        this.file = file;
        this.random = random;
        this.placeOf = new int[pages];
        this.places = pages;
        for (int page = 0; page < pages; page++) {
            placeOf[page] = page;
        }
    }

    /** Writes every page for the first time. */
    void create() throws IOException {
        ByteBuffer batch = ByteBuffer.allocate(BATCH * PAGE);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int page = 0; page < placeOf.length; page++) {
                fill(batch, page);
                if (!batch.hasRemaining() || page == placeOf.length - 1) {
                    out.write(batch.flip());
                    batch.clear();
                }
            }
        }
    }

    /** Changes {@code count} pages that lie anywhere, in a few transactions, copying each. */
    void change(int count) throws IOException {
        int perTransaction = Math.max(1, count / 8);
        Deque<Integer> freed = new ArrayDeque<>();
        ByteBuffer buffer = ByteBuffer.allocate(PAGE);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < count; i++) {
                if (i % perTransaction == 0) {
                    transaction++;
                    free.addAll(freed);
                    freed.clear();
                }
                int page = random.nextInt(placeOf.length);
                freed.add(placeOf[page]);
                placeOf[page] = free.isEmpty() ? places++ : free.poll();
                fill(buffer.clear(), page);
                out.write(buffer.flip(), (long) placeOf[page] * PAGE);
            }
        }
        free.addAll(freed);
    }

    /** Records of a hashed key and a value, a part of which compresses. */
    private void fill(ByteBuffer to, int page) {
        int end = to.position() + PAGE;
        to.putInt(page).putInt(transaction).putLong(PAGE);
        while (end - to.position() >= RECORD) {
            to.putLong(random.nextLong())
                    .putLong(random.nextLong())
                    .putLong(random.nextLong())
                    .putLong(random.nextLong());
            to.putLong(random.nextInt(1000))
                    .putInt(random.nextInt(1 << 20))
                    .putInt(0)
                    .putLong(0)
                    .putLong(0);
        }
        while (to.position() < end) {
            to.putLong(0);
        }
    }
}
