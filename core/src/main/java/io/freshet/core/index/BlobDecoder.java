package io.freshet.core.index;

import io.freshet.core.FormatException;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.FrameDecompressor;
import java.util.Arrays;

/** Turns stored index blobs into plain ones. For one thread; holds a decompressor outside the heap. */
public final class BlobDecoder implements AutoCloseable {

    private final FrameDecompressor frames = new FrameDecompressor();

    /**
     * The plain bytes of a blob.
     *
     * @param stored holds the stored bytes, from {@code from} on
     * @throws FormatException if they can't be what {@code place} says
     */
    public byte[] decode(BlobPlace place, byte[] stored, int from) throws FormatException {
        if (place.codec() == Codec.STORED) {
            if (place.stored() != place.plain()) {
                throw new FormatException(
                        "index blob", "is stored as it is, in " + place.stored() + " bytes, but has " + place.plain());
            }
            return Arrays.copyOfRange(stored, from, from + place.plain());
        }
        byte[] plain = new byte[place.plain()];
        frames.decompress(stored, from, place.stored(), plain, 0, plain.length);
        return plain;
    }

    @Override
    public void close() {
        frames.close();
    }
}
