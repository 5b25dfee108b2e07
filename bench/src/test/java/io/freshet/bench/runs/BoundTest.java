package io.freshet.bench.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundTest {

    private static final int BLOCK = 4096;

    private final SplittableRandom random = new SplittableRandom(1);

    @TempDir
    Path before;

    @TempDir
    Path after;

    private byte[] pages = new byte[0];

    @BeforeEach
    void sameFiles() throws IOException {
        pages = noise(20 * BLOCK + 100);
        Files.write(before.resolve("pages"), pages);
        Files.write(after.resolve("renamed"), pages);
    }

    @Test
    void aFileOfAnotherNameCostsNoBlock() throws IOException {
        assertThat(Bound.between(before, after).blocks()).isZero();
    }

    @Test
    void whatIsCountedIsEachNewBlockOnceCompressed() throws IOException {
        byte[] block = noise(BLOCK);
        byte[] three = new byte[3 * BLOCK];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(block, 0, three, i * BLOCK, BLOCK);
        }
        Files.createDirectory(after.resolve("sub"));
        Files.write(after.resolve("sub/new"), three);

        var bound = Bound.between(before, after);

        assertThat(bound.blocks()).isEqualTo(1);
        assertThat((double) bound.bytes()).isCloseTo(Zstd.compress(block, 3).length, within(16.0));
    }

    @Test
    void blocksAreAligned() throws IOException {
        byte[] shifted = new byte[pages.length + 1];
        System.arraycopy(pages, 0, shifted, 1, pages.length);
        Files.write(after.resolve("shifted"), shifted);

        assertThat(Bound.between(before, after).blocks()).isEqualTo(21);
    }

    @Test
    void aRatioCanLeaveOutFortyBytesANewChunk() {
        var bound = new Bound(10, 1000);

        assertThat(bound.ratio(1500)).isEqualTo(1.5);
        assertThat(bound.ratio(1500, 10)).isEqualTo(1.1);
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
