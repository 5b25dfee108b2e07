package io.freshet.core.pack;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import java.nio.charset.StandardCharsets;

/** Whatever bytes come from a mirror: they are read, or refused as not of the format, and nothing else happens. */
class PackFuzzTest {

    /** The last bytes of a pack, as long as its table says or longer. */
    @FuzzTest
    void tail(byte[] bytes) {
        try {
            PackTable.inTail(bytes, bytes.length + 16L);
            PackTable.inTail(bytes, bytes.length);
        } catch (FormatException e) {
            // refused
        }
    }

    /** A table behind which a good footer stands, which a fuzzer would have to break SHA-256 to find. */
    @FuzzTest
    void table(byte[] bytes) {
        try {
            long offset = bytes.length > 0 ? 16 + (bytes[0] & 0xff) : 16;
            PackFooter footer = new PackFooter(offset, bytes.length, Digest.of(bytes));
            PackTable.parse(bytes, 0, footer);
        } catch (FormatException e) {
            // refused
        }
    }

    /** A frame, once as a plain one and once as a delta frame. */
    @FuzzTest
    void frame(byte[] bytes) {
        byte[] into = new byte[1 << 16];
        byte[] base = "all the same ".repeat(20).getBytes(StandardCharsets.US_ASCII);
        for (int plain : new int[] {5, 260, into.length}) {
            try (FrameDecompressor decompressor = new FrameDecompressor()) {
                decompressor.decompressDelta(DeltaPrefix.of(base), bytes, 0, bytes.length, into, 0, plain);
                decompressor.decompress(bytes, 0, bytes.length, into, 0, plain);
            } catch (FormatException e) {
                // refused
            }
        }
    }
}
