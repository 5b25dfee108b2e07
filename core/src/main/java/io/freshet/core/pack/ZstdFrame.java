package io.freshet.core.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;

/** The outside of a zstd frame (RFC 8878, section 3.1.1): its header is read, and frames of raw blocks are written. */
final class ZstdFrame {

    private static final long MAGIC = 0xFD2FB528L;
    private static final int BLOCK = 128 << 10;

    private ZstdFrame() {}

    /**
     * Checks that one zstd frame, without checksum or dictionary, fills the range and says that its content has
     * {@code plainLength} bytes.
     */
    static void check(byte[] stored, int from, int length, int plainLength) throws FormatException {
        ByteReader in = new ByteReader("frame", stored, from, length);
        long magic = in.u16() | (long) in.u16() << 16;
        if (magic != MAGIC) {
            throw in.error("is not a zstd frame");
        }
        int descriptor = in.u8();
        if ((descriptor & 0b0000_1111) != 0) {
            throw in.error(
                    "its zstd header has a checksum, a dictionary or a reserved bit: 0x%02x".formatted(descriptor));
        }
        boolean single = (descriptor & 0b0010_0000) != 0;
        if (!single) {
            in.u8();
        }
        long size = switch (descriptor >>> 6) {
            case 0 -> single ? in.u8() : -1;
            case 1 -> in.u16() + 256;
            case 2 -> in.u16() | (long) in.u16() << 16;
            default -> in.u63();
        };
        if (size != plainLength) {
            String found = size < 0 ? "no content size" : "a content size of " + size;
            throw in.error("its zstd header has " + found + ", and " + plainLength + " bytes were expected");
        }
        if (blocksEnd(stored, from, length) != length) {
            throw in.error("its zstd blocks do not end where it ends");
        }
    }

    private static long blocksEnd(byte[] stored, int from, int length) {
        try {
            return Zstd.findFrameCompressedSize(stored, from, length);
        } catch (ZstdException e) {
            return -1;
        }
    }

    /** Writes a frame of raw blocks; answers its length, which is at most that of {@link Zstd#compressBound}. */
    static int writeRaw(byte[] plain, int from, int length, byte[] out, int at) {
        int to = little(out, at, MAGIC, 4);
        // Single segment, with the shortest field for the content size.
        if (length < 256) {
            to = little(out, to, 0x20, 1);
            to = little(out, to, length, 1);
        } else if (length < 65536 + 256) {
            to = little(out, to, 0x60, 1);
            to = little(out, to, length - 256, 2);
        } else {
            to = little(out, to, 0xA0, 1);
            to = little(out, to, length, 4);
        }
        int done = 0;
        do {
            int block = Math.min(BLOCK, length - done);
            int last = done + block == length ? 1 : 0;
            to = little(out, to, (long) block << 3 | last, 3);
            System.arraycopy(plain, from + done, out, to, block);
            to += block;
            done += block;
        } while (done < length);
        return to - at;
    }

    private static int little(byte[] out, int at, long value, int length) {
        for (int i = 0; i < length; i++) {
            out[at + i] = (byte) (value >>> (8 * i));
        }
        return at + length;
    }
}
