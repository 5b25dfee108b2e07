package io.freshet.core.lookup;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A hash table on disk that does not change any more: from the first eight bytes of a chunk's id to a number of the
 * caller's. A look-up is one read of 4 KiB in nearly all cases, and keeps nothing in memory: the page cache does.
 *
 * <p>Two ids may share their first eight bytes. The table keeps one of them, the first: who finds a number compares the
 * whole id. Made by {@link ChunkTableBuilder}; any number of threads may search at once.
 */
public final class ChunkTable implements AutoCloseable {

    /** No number is known. */
    public static final long NONE = -1;

    private final FileChannel file;
    private final int partitionBits;
    /** Number of the first page of each partition, and the number of all pages. */
    private final int[] starts;

    ChunkTable(FileChannel file, int partitionBits, int[] starts) {
        this.file = file;
        this.partitionBits = partitionBits;
        this.starts = starts;
    }

    /** The number that was given to {@code key}, or {@link #NONE}. */
    public long find(long key) throws IOException {
        int partition = partition(key, partitionBits);
        int first = starts[partition];
        int pages = starts[partition + 1] - first;
        int page = TablePages.home(key, partitionBits, pages);
        byte[] bytes = new byte[TablePages.PAGE];
        for (int i = 0; i < pages; i++) {
            read(first + page, bytes);
            long value = TablePages.find(bytes, 0, key);
            if (value != NONE || !TablePages.overflowed(bytes, 0)) {
                return value;
            }
            page = page + 1 == pages ? 0 : page + 1;
        }
        return NONE;
    }

    /** Gives the file back, which is gone then. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    static int partition(long key, int partitionBits) {
        return partitionBits == 0 ? 0 : (int) (key >>> (Long.SIZE - partitionBits));
    }

    private void read(int page, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long at = (long) page * TablePages.PAGE;
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("the table of chunks was cut off by another program");
            }
        }
    }
}
