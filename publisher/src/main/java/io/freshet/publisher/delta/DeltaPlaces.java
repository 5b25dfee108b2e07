package io.freshet.publisher.delta;

import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;

/** Where each new page lies, once more or only, by its number among the new pages, on disk: eight bytes for each up to the last that does. */
public final class DeltaPlaces implements AutoCloseable {

    /** The page lies nowhere. */
    public static final long NONE = -1;

    private static final int WINDOW = 48 << 10;

    private final Spool spool;
    private final Spool.Reader reader;
    private final ByteWriter row = new ByteWriter(Long.BYTES);
    private long count;

    /** @param directory for a temporary file */
    public DeltaPlaces(Path directory) throws IOException {
        spool = new Spool(directory);
        reader = spool.reader(WINDOW);
    }

    /** The page that comes behind {@code number} others lies there; those between it and the last one lie nowhere. */
    void add(long number, long place) throws IOException {
        while (count < number) {
            append(0);
        }
        append(place + 1);
    }

    void flush() throws IOException {
        spool.flush();
    }

    /** Place of the new page of that number, or {@link #NONE}. For one thread, when all are there. */
    public long get(long number) throws IOException {
        if (number >= count) {
            return NONE;
        }
        int from = reader.seek(number * Long.BYTES, Long.BYTES);
        return new ByteReader("temporary file", reader.bytes(), from, Long.BYTES).u63() - 1;
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    private void append(long value) throws IOException {
        row.clear();
        row.u64(value);
        spool.append(row.array(), 0, Long.BYTES);
        count++;
    }
}
