package io.freshet.publisher.delta;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The pages that the parent does not have, in the order of the index, on disk: where they can be read, and their sketches. */
final class NewPages implements AutoCloseable {

    private static final int FILE = 0;
    private static final int PAGE = 1;
    private static final int STORED_PAGE = 2;
    private static final int WINDOW = 64 << 10;

    private final Spool spool;
    private final ByteWriter row = new ByteWriter(256);
    private Optional<Path> file = Optional.empty();
    private long count;

    /**
     * A page.
     *
     * @param file of the source, and where in it
     * @param leaf number of the leaf that it stands in
     * @param sketch four features
     * @param isStored whether it lies somewhere already
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Page(
            long number, Path file, long offset, int length, long leaf, Digest id, int[] sketch, boolean isStored) {}

    NewPages(Path directory) throws IOException {
        spool = new Spool(directory);
    }

    /** Adds a page; gives its number. */
    long add(Path in, long offset, int size, long leaf, Digest id, int[] sketch, boolean isStored) throws IOException {
        if (file.isEmpty() || !file.get().equals(in)) {
            file = Optional.of(in);
            row.clear();
            row.u8(FILE).string(in.toString());
            spool.append(row);
        }
        row.clear();
        row.u8(isStored ? STORED_PAGE : PAGE)
                .varint(offset)
                .varint(size)
                .varint(leaf)
                .digest(id);
        for (int feature : sketch) {
            row.u32(feature);
        }
        spool.append(row);
        return count++;
    }

    void flush() throws IOException {
        spool.flush();
    }

    /** How many there are. */
    long count() {
        return count;
    }

    /** Goes through all of them once, after {@link #flush}. */
    Cursor read() {
        return new Cursor();
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    /** Gives pages in their order. */
    final class Cursor {

        private final Spool.Reader reader = spool.reader(WINDOW);
        private final long end = spool.length();
        private Path in = Path.of("");
        private long at;
        private long number;

        private Cursor() {}

        /** Number of the page that comes next. */
        long number() {
            return number;
        }

        /** The next page, empty behind the last. */
        Optional<Page> next() throws IOException {
            while (at < end) {
                ByteReader row = reader.row(at);
                at = reader.next();
                int kind = row.u8();
                if (kind != FILE) {
                    return Optional.of(page(row, kind == STORED_PAGE));
                }
                in = Path.of(row.string("a path", row.remaining()));
            }
            return Optional.empty();
        }

        private Page page(ByteReader row, boolean isStored) throws IOException {
            long offset = row.varint();
            int size = (int) row.varint();
            long leaf = row.varint();
            Digest id = row.digest();
            int[] sketch = new int[Sketch.FEATURES];
            for (int i = 0; i < sketch.length; i++) {
                sketch[i] = row.u16() | row.u16() << 16;
            }
            return new Page(number++, in, offset, size, leaf, id, sketch, isStored);
        }
    }
}
