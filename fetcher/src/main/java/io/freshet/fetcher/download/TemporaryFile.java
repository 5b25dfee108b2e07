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
 * Bytes that do not fit into memory, appended and read by any number of threads. There is a file as soon as there is a
 * byte; it is gone when it is closed.
 */
final class TemporaryFile implements AutoCloseable {

    private final Path directory;
    private @Nullable FileChannel file;
    private long end;

    TemporaryFile(Path directory) {
        this.directory = directory;
    }

    /** Appends {@code length} bytes from {@code from} on; says where they are. */
    long append(byte[] bytes, int from, int length) throws IOException {
        FileChannel out;
        long at;
        synchronized (this) {
            if (file == null) {
                file = FileChannel.open(
                        Files.createTempFile(directory, "chains", ".tmp"),
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
            }
            out = file;
            at = end;
            end += length;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
        while (buffer.hasRemaining()) {
            out.write(buffer, at + buffer.position() - from);
        }
        return at;
    }

    /** Reads {@code length} bytes that were appended, to {@code into} from {@code to} on. */
    void read(long at, byte[] into, int to, int length) throws IOException {
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
