package io.freshet.core.pack;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictContentType;
import com.github.luben.zstd.ZstdException;
import io.freshet.core.FormatException;
import java.util.Objects;

/**
 * Decompresses frames and index blobs straight into the caller's buffer. Trusts nothing that it is given; whether the
 * bytes are the right ones, their digests tell. Keeps contexts outside the heap: one for each thread, closed in the end.
 */
public final class FrameDecompressor implements AutoCloseable {

    private final ZstdDecompressCtx plain = new ZstdDecompressCtx();
    private final ZstdDecompressCtx delta = new ZstdDecompressCtx();

    /**
     * Decompresses a plain frame.
     *
     * @param stored the frame: {@code length} bytes from {@code from} on
     * @param into takes the plain bytes, from {@code at} on
     * @param plainLength how many they must be
     * @throws FormatException if the stored bytes are anything but one zstd frame with just that content; some bytes of
     *     the range in {@code into} may be overwritten then
     */
    public void decompress(byte[] stored, int from, int length, byte[] into, int at, int plainLength)
            throws FormatException {
        decompress(plain, stored, from, length, into, at, plainLength);
    }

    /** Decompresses a delta frame, in the same way. */
    public void decompressDelta(
            DeltaPrefix prefix, byte[] stored, int from, int length, byte[] into, int at, int plainLength)
            throws FormatException {
        delta.loadDict(prefix.bytes(), ZstdDictContentType.RAW_CONTENT);
        decompress(delta, stored, from, length, into, at, plainLength);
    }

    /**
     * Checks what a frame tells without being decompressed: for delta frames whose bases are not at hand.
     *
     * @param plainLength how many plain bytes it must say that it has
     */
    public static void checkOutside(byte[] stored, int from, int length, int plainLength) throws FormatException {
        ZstdFrame.check(stored, from, length, plainLength);
    }

    private static void decompress(
            ZstdDecompressCtx context, byte[] stored, int from, int length, byte[] into, int at, int plainLength)
            throws FormatException {
        Objects.checkFromIndexSize(at, plainLength, into.length);
        ZstdFrame.check(stored, from, length, plainLength);
        try {
            int written = context.decompressByteArray(into, at, plainLength, stored, from, length);
            if (written != plainLength) {
                throw new FormatException("frame", "has " + written + " plain bytes, not " + plainLength);
            }
        } catch (ZstdException e) {
            throw new FormatException("frame", "zstd says: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        plain.close();
        delta.close();
    }
}
