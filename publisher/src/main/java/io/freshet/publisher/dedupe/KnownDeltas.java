package io.freshet.publisher.dedupe;

import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.publisher.frame.ChunkAt;
import io.freshet.publisher.frame.Stream;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;

/** In which delta frames known chunks lie once more, on disk: runs by rising number of the chunk, 24 bytes each. */
final class KnownDeltas implements AutoCloseable {

    /** The chunk lies in no delta frame. */
    static final long NONE = -1;

    private static final int RUN = 24;
    private static final int WINDOW = 48 << 10;

    private final Spool spool;
    private final ByteWriter row = new ByteWriter(RUN);
    private long count;

    KnownDeltas(Path directory) throws IOException {
        spool = new Spool(directory);
    }

    /** So many known chunks, from number {@code first} on, are members of a delta frame, from {@code member} on. */
    void add(long first, int chunks, long frame, int member) throws IOException {
        row.clear();
        row.u64(first).u64(frame).u32(chunks).u32(member);
        spool.append(row.array(), 0, RUN);
        count++;
    }

    void flush() throws IOException {
        spool.flush();
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    /** Looks chunks up, best in their order. For one thread. */
    final class Finder {

        private final Spool.Reader reader = spool.reader(WINDOW);
        /** Number of the run that was found last; before the first one, an empty one. */
        private long at = -1;

        private Run run = new Run(0, 0, 0, 0);

        private record Run(long first, long frame, int chunks, int member) {
            long end() {
                return first + chunks;
            }
        }

        /** Place of the known chunk of that number in {@link Stream#KNOWN_DELTA}, or {@link #NONE}. */
        long find(long number) throws IOException {
            if (count == 0) {
                return NONE;
            }
            if (number < run.first || number >= run.end()) {
                seek(number);
            }
            return number >= run.first && number < run.end()
                    ? ChunkAt.of(Stream.KNOWN_DELTA, run.frame, run.member + (int) (number - run.first))
                    : NONE;
        }

        /** Goes to the last run that does not begin behind the chunk: the next one most likely. */
        private void seek(long number) throws IOException {
            if (at + 1 < count && number >= run.end()) {
                Run next = read(at + 1);
                if (number < next.first) {
                    return;
                }
                if (number < next.end()) {
                    at++;
                    run = next;
                    return;
                }
            }
            long low = 0;
            long high = count - 1;
            while (low < high) {
                long middle = (low + high + 1) >>> 1;
                if (read(middle).first <= number) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            at = low;
            run = read(low);
            if (number < run.first) {
                at = -1;
                run = new Run(0, 0, 0, 0);
            }
        }

        private Run read(long number) throws IOException {
            int from = reader.seek(number * RUN, RUN);
            ByteReader in = new ByteReader("temporary file", reader.bytes(), from, RUN);
            return new Run(in.u63(), in.u63(), in.u31(), in.u31());
        }
    }
}
