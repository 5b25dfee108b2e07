package io.freshet.publisher.delta;

import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What each new delta frame is made against, by the frames' numbers, on disk: 16 bytes a base. */
public final class FrameBases implements AutoCloseable {

    private static final int WINDOW = 64 << 10;

    private final Spool spool;
    private final ByteWriter row = new ByteWriter(4 << 10);

    /**
     * A base.
     *
     * @param place where the parent has it, as {@link io.freshet.publisher.frame.ChunkAt} writes it
     * @param word the first word of its id: {@link io.freshet.core.Digest#word}
     */
    public record Base(long place, long word) {}

    /** @param directory for a temporary file */
    public FrameBases(Path directory) throws IOException {
        spool = new Spool(directory);
    }

    /** The frame that comes next is made against these, in the order of its head; none, if nobody need know where they lie. */
    void add(List<Base> bases) throws IOException {
        row.clear();
        row.varint(bases.size());
        for (Base base : bases) {
            row.u64(base.place).u64(base.word);
        }
        spool.append(row);
    }

    void flush() throws IOException {
        spool.flush();
    }

    /** Goes through all frames once, when all are there. */
    public Cursor read() {
        return new Cursor();
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    /** Gives the bases of one frame after the other. */
    public final class Cursor {

        private final Spool.Reader reader = spool.reader(WINDOW);
        private long at;

        private Cursor() {}

        /** The bases of the frame that comes next. */
        public List<Base> next() throws IOException {
            ByteReader in = reader.row(at);
            at = reader.next();
            int count = (int) in.varint();
            List<Base> bases = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                bases.add(new Base(in.u63(), in.word()));
            }
            return bases;
        }
    }
}
