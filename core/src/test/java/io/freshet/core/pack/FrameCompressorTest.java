package io.freshet.core.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrameCompressorTest {

    @Property(tries = 150)
    void plainFramesComeBack(
            @ForAll @IntRange(min = 1, max = 600_000) int length,
            @ForAll @IntRange(min = 0, max = 100) int noise,
            @ForAll Random random)
            throws Exception {
        byte[] plain = data(length, noise, random);
        try (FrameCompressor compressor = random.nextBoolean()
                        ? FrameCompressor.bySkew()
                        : FrameCompressor.atLevel(random.nextInt(9) - 3);
                FrameDecompressor decompressor = new FrameDecompressor()) {
            byte[] out = new byte[FrameCompressor.bound(length) + 7];
            int stored = compressor.compress(plain, 0, length, out, 7);
            assertThat(stored).isBetween(1, length + 100);
            byte[] back = new byte[length + 3];
            decompressor.decompress(out, 7, stored, back, 3, length);
            assertThat(Arrays.copyOfRange(back, 3, back.length)).isEqualTo(plain);
        }
    }

    @Property(tries = 100)
    void deltaFramesComeBackAndAreSmall(
            @ForAll @IntRange(min = 1, max = 5) int bases,
            @ForAll @IntRange(min = 1000, max = 200_000) int each,
            @ForAll Random random)
            throws Exception {
        try (FrameCompressor compressor = FrameCompressor.bySkew();
                FrameDecompressor decompressor = new FrameDecompressor()) {
            DeltaPrefix prefix = new DeltaPrefix(bases * each);
            byte[] plain = new byte[bases * each];
            for (int i = 0; i < bases; i++) {
                byte[] base = data(each, 100, random);
                prefix.add(base, 0, each);
                System.arraycopy(base, 0, plain, i * each, each);
                plain[i * each + random.nextInt(each)]++;
            }
            byte[] out = new byte[FrameCompressor.bound(plain.length)];
            int stored = compressor.compressDelta(prefix, plain, 0, plain.length, out, 0);
            assertThat(stored).isLessThan(plain.length / 5);
            byte[] back = new byte[plain.length];
            decompressor.decompressDelta(prefix, out, 0, stored, back, 0, back.length);
            assertThat(back).isEqualTo(plain);
        }
    }

    @Test
    void aBaseThatLooksLikeADictionaryIsNone() throws Exception {
        byte[] base = data(4096, 100, new Random(5));
        System.arraycopy(new byte[] {0x37, (byte) 0xa4, 0x30, (byte) 0xec}, 0, base, 0, 4);
        try (FrameCompressor compressor = FrameCompressor.atLevel(3);
                FrameDecompressor decompressor = new FrameDecompressor()) {
            byte[] out = new byte[FrameCompressor.bound(4096)];
            int stored = compressor.compressDelta(DeltaPrefix.of(base), base, 0, 4096, out, 0);
            byte[] back = new byte[4096];
            decompressor.decompressDelta(DeltaPrefix.of(base), out, 0, stored, back, 0, 4096);
            assertThat(back).isEqualTo(base);
            assertThat(stored).isLessThan(100);
        }
    }

    @Test
    void theWindowReachesOverTheLargestPrefixAndContent() throws Exception {
        byte[] base = data(FrameLimits.MAX_DELTA, 100, new Random(6));
        try (FrameCompressor compressor = FrameCompressor.atLevel(3);
                FrameDecompressor decompressor = new FrameDecompressor()) {
            byte[] out = new byte[FrameCompressor.bound(base.length)];
            int stored = compressor.compressDelta(DeltaPrefix.of(base), base, 0, base.length, out, 0);
            assertThat(stored).isLessThan(2000);
            byte[] back = new byte[base.length];
            decompressor.decompressDelta(DeltaPrefix.of(base), out, 0, stored, back, 0, back.length);
            assertThat(back).isEqualTo(base);
        }
    }

    @Test
    void whatDoesNotCompressStandsInRawBlocks() {
        byte[] plain = data(2 << 20, 100, new Random(1));
        byte[] out = new byte[FrameCompressor.bound(plain.length)];
        try (FrameCompressor compressor = FrameCompressor.bySkew()) {
            int stored = compressor.compress(plain, 0, plain.length, out, 0);
            assertThat(stored).isEqualTo(4 + 1 + 4 + 16 * 3 + plain.length);
            assertThat(Arrays.copyOfRange(out, 12, 12 + 131072)).isEqualTo(Arrays.copyOf(plain, 131072));
        }
    }

    @Test
    void textIsCompressedAtTheSlowerLevelAndPagesAtTheFaster() {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        while (text.length() < 262144) {
            text.append("{\"hash\":\"%016x\",\"gas\":%d}\n".formatted(random.nextLong(), random.nextInt(1 << 20)));
        }
        byte[] words = Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), 262144);
        byte[] pages = data(262144, 70, random);
        assertThat(size(words, FrameCompressor.bySkew())).isEqualTo(size(words, FrameCompressor.atLevel(1)));
        assertThat(size(pages, FrameCompressor.bySkew())).isEqualTo(size(pages, FrameCompressor.atLevel(-1)));
    }

    @Test
    void theSkewIsWhatTheRuleSays() {
        byte[] noise = data(65536, 100, new Random(4));
        byte[] same = new byte[65536];
        Arrays.fill(same, (byte) 7);
        assertThat(new Skew().isLow(noise, 0, noise.length)).isTrue();
        assertThat(new Skew().isLow(same, 0, same.length)).isFalse();
        assertThat(new Skew().isLow(new byte[65536], 0, 65536)).isTrue();
        assertThat(new Skew().isLow(same, 100, 22)).isTrue();
        assertThat(new Skew().isLow(same, 100, 23)).isFalse();
        // 82 values of equal shares have a skew of a little over 3, 86 of them one of a little less.
        assertThat(new Skew().isLow(values(82), 0, 17 * 82 * 50)).isFalse();
        assertThat(new Skew().isLow(values(86), 0, 17 * 86 * 50)).isTrue();
    }

    /** Each of so many values fifty times among the bytes that count, and a value of its own everywhere else. */
    private static byte[] values(int count) {
        byte[] bytes = new byte[17 * count * 50];
        Arrays.fill(bytes, (byte) 255);
        for (int i = 0; i < count * 50; i++) {
            bytes[5 + 17 * i] = (byte) (1 + i % count);
        }
        return bytes;
    }

    @Test
    void anIncompletePrefixIsRefused() {
        DeltaPrefix prefix = new DeltaPrefix(10).add(new byte[4], 0, 4);
        assertThatThrownBy(prefix::bytes).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> prefix.add(new byte[7], 0, 7)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new DeltaPrefix((1 << 20) + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void aBrokenFrameIsRefusedOrYieldsAsManyBytesAsExpected(@ForAll Random random) {
        byte[] plain = data(3000, 30, random);
        try (FrameCompressor compressor = FrameCompressor.atLevel(1);
                FrameDecompressor decompressor = new FrameDecompressor()) {
            byte[] out = new byte[FrameCompressor.bound(plain.length)];
            int stored = compressor.compress(plain, 0, plain.length, out, 0);
            out[random.nextInt(stored)] ^= (byte) (1 + random.nextInt(255));
            byte[] into = new byte[plain.length + 20];
            try {
                decompressor.decompress(out, 0, stored, into, 10, plain.length);
            } catch (FormatException e) {
                assertThat(e).hasMessageStartingWith("frame: ");
            }
            assertThat(Arrays.copyOf(into, 10)).containsOnly(0);
            assertThat(Arrays.copyOfRange(into, plain.length + 10, into.length)).containsOnly(0);
        }
    }

    private static int size(byte[] plain, FrameCompressor compressor) {
        try (compressor) {
            return compressor.compress(plain, 0, plain.length, new byte[FrameCompressor.bound(plain.length)], 0);
        }
    }

    /** Runs of up to 300 bytes, {@code noise} percent of them random, the others of a single byte each. */
    private static byte[] data(int length, int noise, Random random) {
        byte[] data = new byte[length];
        for (int at = 0; at < length; ) {
            byte[] run = new byte[Math.min(length - at, 1 + random.nextInt(300))];
            if (random.nextInt(100) < noise) {
                random.nextBytes(run);
            } else {
                Arrays.fill(run, (byte) random.nextInt(256));
            }
            System.arraycopy(run, 0, data, at, run.length);
            at += run.length;
        }
        return data;
    }
}
