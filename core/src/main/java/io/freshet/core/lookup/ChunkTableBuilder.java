package io.freshet.core.lookup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a {@link ChunkTable} in two passes: pairs are spread over partitions by their first bits, then each partition is
 * laid out in memory. Takes about 24 bytes of memory for a 256th of the pairs, at least 16 MiB for large tables; a file
 * is gone as soon as it is closed, or its process ends.
 */
public final class ChunkTableBuilder implements AutoCloseable {

    private static final int PAIR = 16;
    private static final int BUFFER = 16 << 10;
    private static final long PAIRS_A_PARTITION = 512 << 10;
    private static final int MAX_PARTITION_BITS = 8;

    private final Path directory;
    private final int partitionBits;
    private final List<Partition> partitions = new ArrayList<>();

    /**
     * @param directory where files are made
     * @param expected how many pairs will come, about
     */
    public ChunkTableBuilder(Path directory, long expected) throws IOException {
        this.directory = directory;
        int bits = 0;
        while (bits < MAX_PARTITION_BITS && expected >> bits > PAIRS_A_PARTITION) {
            bits++;
        }
        this.partitionBits = bits;
        try {
            for (int i = 0; i < 1 << bits; i++) {
                partitions.add(new Partition(temporary(directory)));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Adds a pair, unless the key is there already.
     *
     * @param key evenly distributed: a word of a digest
     * @param value anything but {@link ChunkTable#NONE}
     */
    public void add(long key, long value) throws IOException {
        if (value == ChunkTable.NONE) {
            throw new IllegalArgumentException("a value that means \"none\"");
        }
        partitions.get(ChunkTable.partition(key, partitionBits)).add(key, value);
    }

    /** Makes the table; this builder is closed then. */
    public ChunkTable finish() throws IOException {
        FileChannel file = temporary(directory);
        try {
            int[] starts = new int[partitions.size() + 1];
            for (int i = 0; i < partitions.size(); i++) {
                byte[] pages = partitions.get(i).layOut(partitionBits);
                writeFully(file, ByteBuffer.wrap(pages));
                starts[i + 1] = starts[i] + pages.length / TablePages.PAGE;
            }
            close();
            return new ChunkTable(file, partitionBits, starts);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        for (Partition partition : partitions) {
            partition.file.close();
        }
    }

    private static FileChannel temporary(Path directory) throws IOException {
        return FileChannel.open(
                Files.createTempFile(directory, "chunks", ".table"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static void writeFully(FileChannel file, ByteBuffer buffer) throws IOException {
        int end = buffer.limit();
        while (buffer.position() < end) {
            // In parts: Java keeps a copy outside the heap of what is written at once.
            buffer.limit(Math.min(end, buffer.position() + (256 << 10)));
            file.write(buffer);
        }
    }

    /** Pairs whose keys have the same first bits, in the order in which they came. */
    private static final class Partition {

        final FileChannel file;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
        private long pairs;

        Partition(FileChannel file) {
            this.file = file;
        }

        void add(long key, long value) throws IOException {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.putLong(key).putLong(value);
            pairs++;
        }

        private void flush() throws IOException {
            writeFully(file, buffer.flip());
            buffer.clear();
        }

        byte[] layOut(int partitionBits) throws IOException {
            flush();
            int pages = TablePages.pagesFor(pairs);
            byte[] bytes = new byte[Math.multiplyExact(pages, TablePages.PAGE)];
            file.position(0);
            for (long left = pairs; left > 0; ) {
                buffer.clear().limit((int) Math.min(BUFFER, left * PAIR));
                while (buffer.hasRemaining()) {
                    file.read(buffer);
                }
                buffer.flip();
                left -= buffer.remaining() / PAIR;
                while (buffer.hasRemaining()) {
                    put(bytes, pages, partitionBits, buffer.getLong(), buffer.getLong());
                }
            }
            return bytes;
        }

        private static void put(byte[] bytes, int pages, int partitionBits, long key, long value) {
            int page = TablePages.home(key, partitionBits, pages);
            while (!TablePages.add(bytes, page * TablePages.PAGE, key, value)) {
                page = page + 1 == pages ? 0 : page + 1;
            }
        }
    }
}
