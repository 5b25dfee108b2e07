package io.freshet.publisher.delta;

import io.freshet.core.binary.ByteWriter;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Sketches of all chunks of a snapshot, in the order of its index, on disk; those of chunks that are no pages are zeros. */
final class SketchLog implements AutoCloseable {

    private static final int WINDOW = 64 << 10;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Spool spool;
    private final Reader own;
    private final ByteWriter row = new ByteWriter(Sketch.BYTES);

    SketchLog(Path directory) throws IOException {
        spool = new Spool(directory);
        own = new Reader();
    }

    /** Appends the sketch that begins at {@code from}. */
    void add(int[] features, int from) throws IOException {
        row.clear();
        for (int i = 0; i < Sketch.FEATURES; i++) {
            row.u32(features[from + i]);
        }
        spool.append(row.array(), 0, Sketch.BYTES);
    }

    /** Appends bytes of whole sketches. */
    void add(byte[] sketches, int length) throws IOException {
        spool.append(sketches, 0, length);
    }

    void flush() throws IOException {
        spool.flush();
    }

    /** How many there are. */
    long count() {
        return spool.length() / Sketch.BYTES;
    }

    /** Puts the sketch of that number into {@code features}; zeros where there is none. For one thread, after {@link #flush}. */
    void get(long number, int[] features) throws IOException {
        own.get(number, features, 0);
    }

    /** A reader for another thread, after {@link #flush}. */
    Reader reader() {
        return new Reader();
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    /** Reads sketches, best in their order. */
    final class Reader {

        private final Spool.Reader reader = spool.reader(WINDOW);

        private Reader() {}

        /** Puts the sketch of that number into {@code features}, from {@code to} on; zeros where there is none. */
        void get(long number, int[] features, int to) throws IOException {
            boolean known = number < count();
            int from = known ? reader.seek(number * Sketch.BYTES, Sketch.BYTES) : 0;
            for (int i = 0; i < Sketch.FEATURES; i++) {
                features[to + i] = known ? (int) INTS.get(reader.bytes(), from + i * Integer.BYTES) : 0;
            }
        }

        /** Makes {@code count} sketches available in {@link #bytes()}; gives the index of the first byte. */
        int seek(long number, int count) throws IOException {
            return reader.seek(number * Sketch.BYTES, count * Sketch.BYTES);
        }

        byte[] bytes() {
            return reader.bytes();
        }
    }
}
