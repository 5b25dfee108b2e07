package io.freshet.publisher.dedupe;

import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.EntryPath;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of the parent, component by component in path order, on disk. */
final class KnownFiles implements AutoCloseable {

    private static final int WINDOW = 64 << 10;

    private final Spool spool;
    private final Map<String, long[]> ranges = new LinkedHashMap<>();
    private final ByteWriter row = new ByteWriter(1 << 10);

    KnownFiles(Path directory) throws IOException {
        spool = new Spool(directory);
    }

    void startComponent(String name) {
        ranges.put(name, new long[] {spool.length(), spool.length()});
    }

    void endComponent(String name) {
        long[] range = ranges.get(name);
        if (range != null) {
            range[1] = spool.length();
        }
    }

    void add(KnownFile file) throws IOException {
        row.clear();
        row.string(file.path().value())
                .varint(file.size())
                .varint(file.first())
                .varint(file.chunks())
                .u8(file.paged() ? 1 : 0)
                .bytes(file.inline());
        spool.append(row);
    }

    void flush() throws IOException {
        spool.flush();
    }

    /** The files of all components, in the order in which they came. */
    Map<String, Cursor> all() {
        Map<String, Cursor> all = new LinkedHashMap<>();
        ranges.forEach((name, range) -> all.put(name, new Cursor(range[0], range[1])));
        return all;
    }

    /** The files of a component, none if there was no such. */
    Cursor files(String component) {
        long[] range = ranges.getOrDefault(component, new long[2]);
        return new Cursor(range[0], range[1]);
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    /** Goes through the files of a component once. */
    final class Cursor {

        private final Spool.Reader reader = spool.reader(WINDOW);
        private final long end;
        private long at;
        private @Nullable KnownFile next;

        Cursor(long from, long end) {
            this.at = from;
            this.end = end;
        }

        /** The next file, null behind the last. */
        @Nullable
        KnownFile next() throws IOException {
            return at == end ? null : read();
        }

        /** The file of that path, which comes after all that were asked for before. */
        @Nullable
        KnownFile find(EntryPath path) throws IOException {
            while (next == null || next.path().compareTo(path) < 0) {
                if (at == end) {
                    return null;
                }
                next = read();
            }
            return next.path().equals(path) ? next : null;
        }

        private KnownFile read() throws IOException {
            ByteReader in = reader.row(at);
            at = reader.next();
            int bytes = in.remaining();
            EntryPath path = new EntryPath(in.string("a path", bytes));
            return new KnownFile(
                    path, in.varint(), in.varint(), in.varint(), in.u8() == 1, in.bytes("inline data", bytes));
        }
    }
}
