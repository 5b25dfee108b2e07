package io.freshet.publisher.frame;

import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Frames of one stream, by number, on disk. Appended to by one thread; read, when all is appended, by readers of
 * one thread each.
 */
public final class FrameLog implements AutoCloseable {

    private static final int OFFSET = Long.BYTES;
    private static final int WINDOW = 64 << 10;

    private final Spool rows;
    private final Spool offsets;
    private final ByteWriter row = new ByteWriter(4 << 10);
    private final ByteWriter offset = new ByteWriter(OFFSET);
    private long count;

    /** @param directory for temporary files */
    public FrameLog(Path directory) throws IOException {
        rows = new Spool(directory);
        try {
            offsets = new Spool(directory);
        } catch (IOException e) {
            rows.close();
            throw e;
        }
    }

    /**
     * A frame.
     *
     * @param pack number of its pack
     * @param offset in the pack
     * @param stored its length there
     * @param lengths plain lengths of its members
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Row(int pack, long offset, int stored, int[] lengths) {}

    /** Appends a frame and gives its number: how many came before. */
    public long append(Row frame) throws IOException {
        offset.clear();
        offset.u64(rows.length());
        offsets.append(offset.array(), 0, OFFSET);
        row.clear();
        row.varint(frame.pack).varint(frame.offset).varint(frame.stored);
        boolean uniform = true;
        for (int length : frame.lengths) {
            uniform &= length == frame.lengths[0];
        }
        row.varint((long) frame.lengths.length << 1 | (uniform ? 1 : 0));
        for (int i = 0; i < (uniform ? 1 : frame.lengths.length); i++) {
            row.varint(frame.lengths[i]);
        }
        rows.append(row.array(), 0, row.size());
        return count++;
    }

    /** How many frames there are. */
    public long count() {
        return count;
    }

    /** Lets readers see all that was appended. */
    public void flush() throws IOException {
        offset.clear();
        offset.u64(rows.length());
        offsets.append(offset.array(), 0, OFFSET);
        offsets.flush();
        rows.flush();
    }

    /** A reader for one thread, made after {@link #flush}. */
    public Reader reader() {
        return new Reader();
    }

    @Override
    public void close() throws IOException {
        rows.close();
        offsets.close();
    }

    /** Reads frames, best in their order. */
    public final class Reader {

        private final Spool.Reader rowBytes = rows.reader(WINDOW);
        private final Spool.Reader offsetBytes = offsets.reader(WINDOW);

        private Reader() {}

        /** The frame of that number. */
        public Row get(long number) throws IOException {
            int at = offsetBytes.seek(number * OFFSET, 2 * OFFSET);
            ByteReader ends = new ByteReader("temporary file", offsetBytes.bytes(), at, 2 * OFFSET);
            long from = ends.u63();
            int length = (int) (ends.u63() - from);
            int start = rowBytes.seek(from, length);
            ByteReader in = new ByteReader("temporary file", rowBytes.bytes(), start, length);
            int pack = (int) in.varint();
            long frameOffset = in.varint();
            int stored = (int) in.varint();
            int members = (int) in.varint();
            int[] lengths = new int[members >> 1];
            for (int i = 0; i < lengths.length; i++) {
                lengths[i] = i > 0 && (members & 1) == 1 ? lengths[0] : (int) in.varint();
            }
            return new Row(pack, frameOffset, stored, lengths);
        }
    }
}
