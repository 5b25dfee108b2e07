package io.freshet.fetcher.tree;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * When directories were modified: noted as they are made, asked for in the same order when they are closed. Kept in a
 * file that nobody else sees, since there may be millions.
 */
final class DirectoryTimes implements AutoCloseable {

    private static final int ROW = Long.BYTES + Integer.BYTES;
    private static final int UNKNOWN = -1;

    private final FileChannel file;
    private final ByteBuffer rows = ByteBuffer.allocate(1024 * ROW);
    private boolean reading;

    DirectoryTimes(Path temporary) throws IOException {
        this.file = FileChannel.open(
                Files.createTempFile(temporary, "times", ""),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Notes the time of the next directory. */
    void add(Optional<FileTime> time) throws IOException {
        if (!rows.hasRemaining()) {
            flush();
        }
        Instant instant = time.map(FileTime::toInstant).orElse(Instant.EPOCH);
        rows.putLong(instant.getEpochSecond()).putInt(time.isPresent() ? instant.getNano() : UNKNOWN);
    }

    /** The time of the next directory; after the first call nothing can be added. */
    Optional<FileTime> next() throws IOException {
        if (!reading) {
            flush();
            file.position(0);
            rows.limit(0);
            reading = true;
        }
        if (!rows.hasRemaining()) {
            fill();
        }
        long seconds = rows.getLong();
        int nanos = rows.getInt();
        return nanos == UNKNOWN ? Optional.empty() : Optional.of(FileTime.from(Instant.ofEpochSecond(seconds, nanos)));
    }

    private void flush() throws IOException {
        rows.flip();
        while (rows.hasRemaining()) {
            file.write(rows);
        }
        rows.clear();
    }

    private void fill() throws IOException {
        rows.clear();
        while (rows.position() % ROW != 0 || rows.position() == 0) {
            if (file.read(rows) < 0) {
                throw new EOFException("more directories are closed than were made");
            }
        }
        rows.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
