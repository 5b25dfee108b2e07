package io.freshet.core.pack;

import io.freshet.core.FormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What several tests do with packs. */
final class Packs {

    private Packs() {}

    /** Appends the blob of a row, whose stored bytes begin at {@code from}. */
    static void add(PackWriter writer, PackRow row, byte[] stored, int from) {
        switch (row) {
            case PackRow.DataFrame f
            when f.codec() == Codec.ZSTD -> writer.addFrame(stored, from, f.stored(), f.members());
            case PackRow.DataFrame f -> writer.addDelta(stored, from, f.stored(), f.members());
            case PackRow.IndexBlob b ->
                writer.addBlob(stored, from, b.stored(), b.codec(), b.kind(), b.plain(), b.digest(), b.bases());
        }
    }

    /** All bytes of a pack. */
    static byte[] bytes(Pack pack) {
        ByteBuffer all = ByteBuffer.allocate((int) pack.length());
        pack.bytes().forEach(part -> all.put(part.duplicate()));
        return all.array();
    }

    /**
     * The plain bytes of a row's blob; they are put in the middle of a larger buffer, which has to stay as it is.
     *
     * @param head bytes that come before the zstd frame
     */
    static byte[] decompress(Codec codec, byte[] bases, byte[] pack, PackRow row, int head, int plain)
            throws FormatException {
        int from = (int) row.offset() + head;
        byte[] into = new byte[plain + 20];
        try (FrameDecompressor decompressor = new FrameDecompressor()) {
            switch (codec) {
                case STORED -> System.arraycopy(pack, from, into, 10, plain);
                case ZSTD -> decompressor.decompress(pack, from, row.stored(), into, 10, plain);
                case DELTA ->
                    decompressor.decompressDelta(
                            DeltaPrefix.of(bases), pack, from, row.stored() - head, into, 10, plain);
            }
        }
        for (int i = 0; i < 10; i++) {
            if (into[i] != 0 || into[into.length - 1 - i] != 0) {
                throw new AssertionError("wrote beyond its range");
            }
        }
        return Arrays.copyOfRange(into, 10, 10 + plain);
    }
}
