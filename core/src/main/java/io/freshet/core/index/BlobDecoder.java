package io.freshet.core.index;

import io.freshet.core.FormatException;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameDecompressor;
import java.io.IOException;
import java.util.Arrays;

/** Turns stored index blobs into plain ones. For one thread; holds a decompressor outside the heap. */
public final class BlobDecoder implements AutoCloseable {

    private final FrameDecompressor frames = new FrameDecompressor();

    /**
     * The plain bytes of a blob.
     *
     * @param stored holds the stored bytes, from {@code from} on
     * @param bases reads what a delta is made against
     * @throws FormatException if they can't be what {@code place} says
     */
    public byte[] decode(BlobPlace place, byte[] stored, int from, Bases bases) throws IOException {
        if (place.codec() == Codec.STORED) {
            if (place.stored() != place.plain()) {
                throw new FormatException(
                        "index blob", "is stored as it is, in " + place.stored() + " bytes, but has " + place.plain());
            }
            return Arrays.copyOfRange(stored, from, from + place.plain());
        }
        byte[] plain = new byte[place.plain()];
        if (place.base() == null) {
            frames.decompress(stored, from, place.stored(), plain, 0, plain.length);
        } else {
            byte[] base = decode(place.base(), bases.read(place.base()), 0, bases);
            frames.decompressDelta(DeltaPrefix.of(base), stored, from, place.stored(), plain, 0, plain.length);
        }
        return plain;
    }

    /** Reads the stored bytes of a blob that another one is made against. */
    @FunctionalInterface
    public interface Bases {
        /** As many bytes as the place says. */
        byte[] read(BlobPlace base) throws IOException;
    }

    @Override
    public void close() {
        frames.close();
    }
}
