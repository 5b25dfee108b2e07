package io.freshet.publisher.dedupe;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownCutsTest {

    private static final byte[] NOTHING = {};

    @TempDir
    Path directory;

    private KnownFiles files;
    private Spool chunks;
    private long count;

    @BeforeEach
    void write() throws IOException {
        files = new KnownFiles(directory);
        chunks = new Spool(directory);
        files.startComponent("one");
        file("a", 0, 100, 100, 200, 300, 50);
        file("gap", 0, 100, 70_000, 200, 70_200, 300);
        file("single", 0, 100);
        files.endComponent("one");
        files.startComponent("two");
        long[] many = new long[6000];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = i / 2 * 1000L;
            many[i + 1] = 1000;
        }
        file("a", many);
        files.endComponent("two");
        files.flush();
        chunks.flush();
    }

    @AfterEach
    void close() throws IOException {
        files.close();
        chunks.close();
    }

    @Test
    void aChunkCountsWhereAnotherFollowsAtOnce() throws IOException {
        KnownCuts cuts = new KnownCuts(files, chunks);
        assertThat(length(cuts, "one", "a", 0)).isEqualTo(100);
        assertThat(cuts.hasId(id(0))).isTrue();
        assertThat(cuts.hasId(id(1))).isFalse();
        assertThat(length(cuts, "one", "a", 100)).isEqualTo(200);
        assertThat(cuts.hasId(id(1))).isTrue();
        assertThat(length(cuts, "one", "a", 300)).as("the last").isZero();
        assertThat(length(cuts, "one", "gap", 0)).as("zeros follow").isZero();
        assertThat(length(cuts, "one", "gap", 70_000)).isEqualTo(200);
        assertThat(length(cuts, "one", "single", 0)).isZero();
    }

    @Test
    void offsetsAndFilesMayBePassedBy() throws IOException {
        KnownCuts cuts = new KnownCuts(files, chunks);
        assertThat(length(cuts, "one", "a", 50)).isZero();
        assertThat(length(cuts, "one", "a", 100)).isEqualTo(200);
        assertThat(length(cuts, "one", "new", 0)).isZero();
        assertThat(length(cuts, "three", "a", 0)).isZero();
        assertThat(length(cuts, "two", "a", 0))
                .as("the other component's file of that name")
                .isEqualTo(1000);
        assertThat(length(cuts, "two", "a", 2_998_000)).as("many windows on").isEqualTo(1000);
        assertThat(length(cuts, "two", "a", 2_999_000)).as("the last").isZero();
    }

    private static int length(KnownCuts cuts, String component, String path, long offset) throws IOException {
        return cuts.lengthAt(component, new EntryPath(path), offset);
    }

    /** @param places an offset and a length for each chunk */
    private void file(String path, long... places) throws IOException {
        long first = count;
        byte[] row = new byte[KnownChunk.BYTES];
        for (int i = 0; i < places.length; i += 2) {
            KnownChunk.write(row, new Item.Chunk(id(count), (int) places[i + 1], 0), places[i], 7, 0);
            chunks.append(row, 0, row.length);
            count++;
        }
        long size = places[places.length - 2] + places[places.length - 1];
        files.add(new KnownFile(new EntryPath(path), size, first, count - first, false, NOTHING));
    }

    private static Digest id(long number) {
        return Digest.of(new ByteWriter(8).u64(number).toBytes());
    }
}
