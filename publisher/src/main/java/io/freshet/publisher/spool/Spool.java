package io.freshet.publisher.spool;

import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file that is appended to by one thread, and read by any number through {@linkplain #reader readers} after
 * {@link #flush}. Has no name any more while it is open: whatever happens to this process, nothing is left behind.
 */
public final class Spool implements AutoCloseable {

    private static final String WHAT = "temporary file";
    private static final int BUFFER = 64 << 10;

    /** Bytes before a row. */
    private static final int LENGTH = Integer.BYTES;

    private final FileChannel file;
    private final ByteBuffer buffer;
    private final ByteWriter length = new ByteWriter(LENGTH);
    private volatile long flushed;

    /** @param directory where the file is made */
    public Spool(Path directory) throws IOException {
        this(directory, BUFFER);
    }

    /** @param bufferBytes how much is gathered in memory before it is written */
    public Spool(Path directory, int bufferBytes) throws IOException {
        buffer = ByteBuffer.allocate(bufferBytes);
        file = FileChannel.open(
                Files.createTempFile(directory, "publish", ".spool"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Bytes appended so far: the offset at which the next ones will lie. */
    public long length() {
        return flushed + buffer.position();
    }

    /** Appends {@code length} bytes from {@code from} on. */
    public void append(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = Math.min(buffer.remaining(), length - done);
            buffer.put(bytes, from + done, part);
            done += part;
        }
    }

    /** Appends a row, its length before it, for {@link Reader#row}. */
    public void append(ByteWriter row) throws IOException {
        length.clear();
        length.u32(row.size());
        append(length.array(), 0, LENGTH);
        append(row.array(), 0, row.size());
    }

    /** Lets readers see all that was appended. */
    public void flush() throws IOException {
        buffer.flip();
        long at = flushed;
        while (buffer.hasRemaining()) {
            at += file.write(buffer, at);
        }
        buffer.clear();
        flushed = at;
    }

    /**
     * A reader for one thread.
     *
     * @param window how much is read at once: what lies close to what was asked for before is at hand then
     */
    public Reader reader(int window) {
        return new Reader(window);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Reads with a window that follows what is asked for. */
    public final class Reader {

        private byte[] window;
        private long start;
        private int size;
        private long next;

        private Reader(int window) {
            this.window = new byte[window];
        }

        /**
         * Makes {@code length} bytes from {@code offset} on available in {@link #bytes()}.
         *
         * @return the index of the first one
         */
        public int seek(long offset, int length) throws IOException {
            if (offset < start || offset + length > start + size) {
                if (length > window.length) {
                    window = new byte[Math.max(length, 2 * window.length)];
                }
                load(offset, length);
            }
            return (int) (offset - start);
        }

        /** The row that begins at {@code offset}; valid until the next call. */
        public ByteReader row(long offset) throws IOException {
            int head = seek(offset, LENGTH);
            int bytes = new ByteReader(WHAT, window, head, LENGTH).u31();
            int from = seek(offset + LENGTH, bytes);
            next = offset + LENGTH + bytes;
            return new ByteReader(WHAT, window, from, bytes);
        }

        /** Where the row that was read last ends, and the one behind it begins. */
        public long next() {
            return next;
        }

        /** The window: valid until the next {@link #seek}. */
        public byte[] bytes() {
            return window;
        }

        private void load(long offset, int least) throws IOException {
            start = offset;
            size = 0;
            ByteBuffer into = ByteBuffer.wrap(window);
            while (size < least) {
                int n = file.read(into, offset + size);
                if (n < 0) {
                    size = 0;
                    throw new EOFException("a temporary file ends before offset " + (offset + least));
                }
                size += n;
            }
        }
    }
}
