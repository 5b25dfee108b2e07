package io.freshet.fetcher.download;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that do not fit into memory, written and read by any number of threads. There is a file as soon as there is a
 * byte; it is gone when it is closed.
 */
public final class TemporaryFile implements AutoCloseable {

    private final Path directory;
    private @Nullable FileChannel file;
    private long end;

    /** @param directory where the file is made */
    public TemporaryFile(Path directory) {
        this.directory = directory;
    }

    /** Appends {@code length} bytes from {@code from} on; says where they are. */
    long append(byte[] bytes, int from, int length) throws IOException {
        long at = room(length);
        write(at, bytes, from, length);
        return at;
    }

    /** Where {@code length} bytes have room behind all others that have. */
    public synchronized long room(int length) {
        long at = end;
        end += length;
        return at;
    }

    /** Writes {@code length} bytes from {@code from} on, to where they have {@linkplain #room}. */
    public void write(long at, byte[] bytes, int from, int length) throws IOException {
        FileChannel out = open();
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
        while (buffer.hasRemaining()) {
            out.write(buffer, at + buffer.position() - from);
        }
    }

    private synchronized FileChannel open() throws IOException {
        if (file == null) {
            file = FileChannel.open(
                    Files.createTempFile(directory, "chains", ".tmp"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        }
        return file;
    }

    /** Reads {@code length} bytes that were written, to {@code into} from {@code to} on. */
    public void read(long at, byte[] into, int to, int length) throws IOException {
        FileChannel in;
        synchronized (this) {
            in = file;
        }
        ByteBuffer buffer = ByteBuffer.wrap(into, to, length);
        while (buffer.hasRemaining()) {
            if (in == null || in.read(buffer, at + buffer.position() - to) < 0) {
                throw new EOFException("a temporary file in " + directory + " was cut off");
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
