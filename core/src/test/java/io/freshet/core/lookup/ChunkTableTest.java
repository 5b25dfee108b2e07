package io.freshet.core.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkTableTest {

    private static final int PAIRS = 300_000;

    @TempDir
    Path directory;

    @Test
    void findsWhatWasAddedAndNothingElse() throws IOException {
        for (long expected : new long[] {0, 1, PAIRS, 10 * PAIRS}) {
            try (ChunkTable table = table(PAIRS, expected)) {
                SplittableRandom keys = new SplittableRandom(7);
                for (int i = 0; i < PAIRS; i++) {
                    assertEquals(i, table.find(keys.nextLong()));
                }
                for (int i = 0; i < 1000; i++) {
                    assertEquals(ChunkTable.NONE, table.find(keys.nextLong()));
                }
            }
        }
    }

    @Test
    void theFirstOfEqualKeysStays() throws IOException {
        try (ChunkTableBuilder builder = new ChunkTableBuilder(directory, 10)) {
            for (int i = 0; i < 10_000; i++) {
                builder.add(42, i);
            }
            try (ChunkTable table = builder.finish()) {
                assertEquals(0, table.find(42));
                assertEquals(ChunkTable.NONE, table.find(43));
            }
        }
    }

    @Test
    void keysThatAreAllAlikeInTheirFirstBitsOverflowIntoOtherPages() throws IOException {
        try (ChunkTableBuilder builder = new ChunkTableBuilder(directory, 10)) {
            for (int i = 0; i < 3000; i++) {
                builder.add(-1L - i, i);
            }
            try (ChunkTable table = builder.finish()) {
                for (int i = 0; i < 3000; i++) {
                    assertEquals(i, table.find(-1L - i));
                }
                assertEquals(ChunkTable.NONE, table.find(-4000));
            }
        }
    }

    @Test
    void leavesNoFileBehind() throws IOException {
        table(1000, 1_000_000).close();
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void theValueThatMeansNoneIsRefused() throws IOException {
        try (ChunkTableBuilder builder = new ChunkTableBuilder(directory, 10)) {
            assertThrows(IllegalArgumentException.class, () -> builder.add(1, ChunkTable.NONE));
        }
    }

    private ChunkTable table(int pairs, long expected) throws IOException {
        try (ChunkTableBuilder builder = new ChunkTableBuilder(directory, expected)) {
            SplittableRandom keys = new SplittableRandom(7);
            for (int i = 0; i < pairs; i++) {
                builder.add(keys.nextLong(), i);
            }
            return builder.finish();
        }
    }
}
