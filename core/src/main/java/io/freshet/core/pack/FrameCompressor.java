package io.freshet.core.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictContentType;
import org.jspecify.annotations.Nullable;

/**
 * Compresses frames. Keeps contexts outside the heap: one for each thread, closed in the end.
 *
 * <p>A plain frame that would not shrink is written in raw blocks. zstd itself skips what does not compress at several
 * GB/s, and stores such blocks as they are, so that nothing is tried before.
 */
public final class FrameCompressor implements AutoCloseable {

    /**
     * As many positions of a prefix are remembered, one in three of the largest. Level 1 has too few of its own accord:
     * it makes next to no use of a prefix then.
     */
    private static final int DELTA_HASH_LOG = 17;

    private final ZstdCompressCtx thorough;
    /** Null where all frames are compressed alike. */
    private final @Nullable ZstdCompressCtx fast;

    private final ZstdCompressCtx delta;
    private final Skew skew = new Skew();

    private FrameCompressor(int level, int fastLevel, ZstdCompressCtx delta) {
        this.thorough = context(level);
        this.fast = fastLevel == level ? null : context(fastLevel);
        this.delta = delta;
    }

    /**
     * Plain frames at level 1, or at level −1 where their bytes are {@linkplain Skew little skewed}. Level −1 is half as
     * fast again, and leaves literals as they are: for text it would be a bad bargain. Delta frames at level 1 with room for
     * a prefix: of pages, this makes a hundredth less bytes than level 3, in no more time.
     */
    public static FrameCompressor bySkew() {
        return new FrameCompressor(1, -1, context(1).setHashLog(DELTA_HASH_LOG));
    }

    /** All plain frames and all delta frames at a level of zstd's, −100 to 22. */
    public static FrameCompressor atLevel(int level) {
        return new FrameCompressor(level, level, context(level));
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
        return stored >= length ? ZstdFrame.writeRaw(plain, from, length, out, at) : stored;
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
        return fast != null && skew.isLow(plain, from, length) ? fast : thorough;
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
