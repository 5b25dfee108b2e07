package io.freshet.publisher.dedupe;

import io.freshet.core.Digest;
import io.freshet.core.lookup.ChunkTable;
import io.freshet.core.lookup.ChunkTableBuilder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The chunks that lie in packs of an interrupted run and in none of the parent's, by their ids: the table of all known
 * chunks gives the parent's place of a chunk that both have. On disk.
 *
 * @param count how many there are; nothing is read where there are none
 */
record LeftOverChunks(ChunkTable table, long count) implements AutoCloseable {

    /** Number of the known chunk whose id has the same first word, or {@link ChunkTable#NONE}. */
    long find(Digest id) throws IOException {
        return count == 0 ? ChunkTable.NONE : table.find(id.word(0));
    }

    @Override
    public void close() throws IOException {
        table.close();
    }

    /** Gathers them. */
    static final class Builder implements AutoCloseable {

        private final ChunkTableBuilder table;
        private long count;

        /**
         * @param directory for temporary files
         * @param expected how many will come, about
         */
        Builder(Path directory, long expected) throws IOException {
            table = new ChunkTableBuilder(directory, expected);
        }

        void add(Digest id, long number) throws IOException {
            table.add(id.word(0), number);
            count++;
        }

        LeftOverChunks finish() throws IOException {
            return new LeftOverChunks(table.finish(), count);
        }

        @Override
        public void close() throws IOException {
            table.close();
        }
    }
}
