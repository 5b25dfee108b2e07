package io.freshet.publisher.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.index.EntryPath;
import io.freshet.core.pack.Codec;
import io.freshet.publisher.dedupe.KnownPages;
import io.freshet.publisher.source.FileChanged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One page that differs from another in a byte. */
class DeltaBenchTest {

    private static final int PAGE = 4096;

    @TempDir
    Path directory;

    private final byte[] before = new byte[PAGE];
    private byte[] after = {};
    private Path source;
    private BaseDirectory base;
    private KnownPages.Page like;

    @BeforeEach
    void write() throws IOException {
        new SplittableRandom(1).nextBytes(before);
        after = before.clone();
        after[100] ^= 1;
        source = Files.write(directory.resolve("source"), after);
        Files.write(directory.resolve("pages"), before);
        base = new BaseDirectory(directory, Map.of());
        KnownPages.PagedFile file = new KnownPages.PagedFile("main", new EntryPath("pages"), 0, 1);
        like = new KnownPages.Page(file, 0, PAGE, Digest.of(before), 0);
    }

    @Test
    void aPageIsStoredAsADelta() throws IOException {
        Made made = make(page(after, false), 1);
        assertThat(made.frames()).hasSize(1);
        Made.Frame frame = made.frames().getFirst();
        assertThat(frame.codec()).isEqualTo(Codec.DELTA);
        assertThat(frame.bases())
                .containsExactly(new FrameBases.Base(0, Digest.of(before).word(0)));
        assertThat(frame.stored()).hasSizeLessThan(200);
    }

    @Test
    void whereNoMoreBasesMayBeNamedItIsStoredPlain() throws IOException {
        Made made = make(page(after, false), 0);
        assertThat(made.frames()).hasSize(1);
        assertThat(made.frames().getFirst().codec()).isEqualTo(Codec.ZSTD);
        assertThat(make(page(after, true), 0).frames().getFirst().codec()).isEqualTo(Codec.DELTA);
    }

    @Test
    void aPageThatLiesNowhereAndIsAnotherOneByNowStopsThePublication() {
        assertThatThrownBy(() -> make(page(before, false), 1))
                .isInstanceOf(FileChanged.class)
                .hasMessageContaining(source.toString())
                .hasMessageContaining("is not there any more");
    }

    @Test
    void aPageThatLiesSomewhereAndIsAnotherOneByNowHasNoDelta() throws IOException {
        assertThat(make(page(before, true), 1).frames()).isEmpty();
    }

    private Made make(NewPages.Page page, long basesLeft) throws IOException {
        try (DeltaBench bench = new DeltaBench(1, 64 << 10, new AtomicLong(basesLeft))) {
            return bench.make(List.of(new Pair(page, List.of(like))), base);
        }
    }

    /** The page at the source's begin, which had these bytes when it was read first. */
    private NewPages.Page page(byte[] bytes, boolean isStored) {
        return new NewPages.Page(0, source, 0, PAGE, 0, Digest.of(bytes), new int[Sketch.FEATURES], isStored);
    }
}
