package io.freshet.core.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictContentType;
import org.jspecify.annotations.Nullable;

/**
 * Compresses frames. Keeps contexts outside the heap: one for each thread, closed in the end.
 *
 * <p>A plain frame that would save less than a sixty-fourth is written in raw blocks, which a reader only has to copy.
 * zstd itself skips what does not compress at several GB/s, so that nothing is tried before.
 */
public final class FrameCompressor implements AutoCloseable {

    private static final int SAMPLED_FROM = 64 << 10;
    private static final int SAMPLES = 4;
    private static final int SAMPLE = 2048;

    private final ZstdCompressCtx thorough;
    /** Null where all frames are compressed alike. */
    private final @Nullable ZstdCompressCtx fast;

    private final ZstdCompressCtx delta;
    private final byte[] sample = new byte[SAMPLES * SAMPLE];
    private final byte[] sampled = new byte[bound(SAMPLES * SAMPLE)];

    private FrameCompressor(int level, int fastLevel, int deltaLevel) {
        this.thorough = context(level);
        this.fast = fastLevel == level ? null : context(fastLevel);
        this.delta = context(deltaLevel);
    }

    /**
     * Plain frames at level 1, or at level −1 where that is as good: frames of at least 64 KiB of which a sample (2 KiB at
     * each of four places, the first and the last 2 KiB among them, evenly spread) grows by at most a hundredth of its
     * plain length. Level −1 is half as fast again, and leaves literals as they are: for text it would be a bad bargain.
     * Delta frames at level 3, the lowest that makes use of a prefix.
     */
    public static FrameCompressor bySample() {
        return new FrameCompressor(1, -1, 3);
    }

    /** All plain frames and all delta frames at a level of zstd's, −100 to 22. */
    public static FrameCompressor atLevel(int level) {
        return new FrameCompressor(level, level, level);
    }

    /** Room for the frame of so many plain bytes, whatever they are. */
    public static int bound(int plainLength) {
        return (int) Zstd.compressBound(plainLength);
    }

    /**
     * Makes a plain frame; answers its length.
     *
     * @param out has room for {@link #bound} bytes from {@code at} on
     */
    public int compress(byte[] plain, int from, int length, byte[] out, int at) {
        int stored = contextFor(plain, from, length).compressByteArray(out, at, out.length - at, plain, from, length);
        return stored > length - length / 64 ? ZstdFrame.writeRaw(plain, from, length, out, at) : stored;
    }

    /**
     * Makes a delta frame; answers its length.
     *
     * @param length at most {@link FrameLimits#MAX_DELTA}
     * @param out has room for {@link #bound} bytes from {@code at} on
     */
    public int compressDelta(DeltaPrefix prefix, byte[] plain, int from, int length, byte[] out, int at) {
        byte[] base = prefix.bytes();
        delta.setWindowLog(windowLog(base.length + length));
        delta.loadDict(base, ZstdDictContentType.RAW_CONTENT);
        return delta.compressByteArray(out, at, out.length - at, plain, from, length);
    }

    @Override
    public void close() {
        thorough.close();
        if (fast != null) {
            fast.close();
        }
        delta.close();
    }

    private ZstdCompressCtx contextFor(byte[] plain, int from, int length) {
        if (fast == null || length < SAMPLED_FROM) {
            return thorough;
        }
        for (int i = 0; i < SAMPLES; i++) {
            int place = (int) ((long) (length - SAMPLE) * i / (SAMPLES - 1));
            System.arraycopy(plain, from + place, sample, i * SAMPLE, SAMPLE);
        }
        int few = thorough.compressByteArray(sampled, 0, sampled.length, sample, 0, sample.length);
        int many = fast.compressByteArray(sampled, 0, sampled.length, sample, 0, sample.length);
        return many - few <= sample.length / 100 ? fast : thorough;
    }

    private static ZstdCompressCtx context(int level) {
        return new ZstdCompressCtx()
                .setLevel(level)
                .setContentSize(true)
                .setChecksum(false)
                .setDictID(false);
    }

    /** The smallest window that holds so many bytes. */
    private static int windowLog(int bytes) {
        return Math.max(Zstd.windowLogMin(), Integer.SIZE - Integer.numberOfLeadingZeros(bytes - 1));
    }
}
