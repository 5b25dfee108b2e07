package io.freshet.reader.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.Item;
import io.freshet.core.index.LeafPlacer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What chunks cost that lie in plain frames, in delta frames beside them, and in delta frames alone. */
class UpdateCostTest {

    private static final Digest PACK = Digest.of(new byte[] {1});
    private static final FrameRow PLAIN = FrameRow.plain(PACK, 16, 8000, new int[] {4096, 4096});
    private static final FrameRow BESIDE = FrameRow.delta(PACK, 1_000_000, 100, new int[] {4096, 4096});
    private static final FrameRow ALONE = FrameRow.delta(PACK, 2_000_000, 300, new int[] {4096, 4096, 4096});

    @TempDir
    Path directory;

    private UpdateCost cost;
    private int chunks;

    @BeforeEach
    void open() throws IOException {
        cost = new UpdateCost(directory);
    }

    @AfterEach
    void close() throws IOException {
        cost.close();
    }

    private void needs(FrameRow frame, int member, Optional<FrameRow> beside) throws IOException {
        LeafPlacer placer = new LeafPlacer();
        placer.place(frame, member);
        beside.ifPresent(delta -> placer.placeDelta(delta, 0));
        ChunkPlaces places = new ChunkPlaces(placer.finish(PACK));
        places.next(4096);
        cost.needs(new Item.Chunk(Digest.of(new byte[] {(byte) chunks++}), 4096, 4096), places);
    }

    private static UpdateCost.Data data(long chunks, long made, long stored, long requests) {
        return new UpdateCost.Data(chunks, 4096 * chunks, made, stored, stored, requests);
    }

    @Test
    void aDeltaBesideAPlainFrameIsOneOfTwoWays() throws IOException {
        needs(PLAIN, 0, Optional.of(BESIDE));
        needs(PLAIN, 1, Optional.empty());
        UpdateCost.Ways ways = cost.finish();
        assertThat(ways.update()).isEqualTo(data(2, 1, 8100, 2));
        assertThat(ways.plain()).isEqualTo(data(2, 0, 8000, 1));
    }

    @Test
    void aDeltaFrameThatIsTheOnlyPlaceIsReadEitherWay() throws IOException {
        for (int member = 0; member < 3; member++) {
            needs(ALONE, member, Optional.empty());
        }
        needs(PLAIN, 0, Optional.empty());
        UpdateCost.Ways ways = cost.finish();
        assertThat(ways.update()).isEqualTo(data(4, 3, 8300, 2));
        assertThat(ways.plain()).isEqualTo(ways.update());
    }

    /** It is longer than the share of the plain frame, but comes for another chunk. */
    @Test
    void aDeltaFrameThatComesAnywayServesTwice() throws IOException {
        FrameRow cheap = FrameRow.plain(PACK, 16, 200, new int[] {4096, 4096});
        needs(cheap, 0, Optional.of(ALONE));
        needs(ALONE, 1, Optional.empty());
        UpdateCost.Ways ways = cost.finish();
        assertThat(ways.update()).isEqualTo(data(2, 2, 300, 1));
        assertThat(ways.plain()).isEqualTo(data(2, 1, 500, 2));
    }
}
