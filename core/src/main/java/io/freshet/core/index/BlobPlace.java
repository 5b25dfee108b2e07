package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.FrameLimits;

/**
 * Where an index blob lies.
 *
 * @param pack name of the pack; {@link Digest#ZERO} for the pack in which what mentions it lies too
 * @param offset of the blob in the pack, in bytes
 * @param stored length of the blob in the pack
 * @param plain length of the plain bytes
 * @param codec how the plain bytes are stored: never as a {@link Codec#DELTA}
 */
public record BlobPlace(Digest pack, long offset, int stored, int plain, Codec codec) {

    /** Checks the numbers. */
    public BlobPlace {
        if (offset < 0 || stored <= 0 || plain <= 0 || codec == Codec.DELTA) {
            throw new IllegalArgumentException(
                    "a blob of %d bytes at %d, %d plain, codec %s".formatted(stored, offset, plain, codec));
        }
    }

    /** The same, where {@link Digest#ZERO} stands for {@code own}. */
    public BlobPlace in(Digest own) {
        return pack.equals(Digest.ZERO) ? new BlobPlace(own, offset, stored, plain, codec) : this;
    }

    /** Writes the locator, the pack by its number in {@code packs}. */
    void write(ByteWriter out, PackNumbers packs) {
        writeNumbers(out.varint(packs.number(pack)));
    }

    /** Writes the place: the pack by its name. */
    public void write(ByteWriter out) {
        writeNumbers(out.digest(pack).varint(0));
    }

    private void writeNumbers(ByteWriter out) {
        out.varint(offset).varint(stored).varint(plain).u8(codec.number());
    }

    /** Reads a locator whose pack is a number in {@code packs}. */
    static BlobPlace read(ByteReader in, PackNumbers packs, int maxPlain) throws FormatException {
        return numbers(in, packs.read(in), maxPlain);
    }

    /**
     * Reads a place, whose pack is a name.
     *
     * @param own what {@link Digest#ZERO} stands for
     * @param maxPlain longest plain form that is accepted
     */
    public static BlobPlace read(ByteReader in, Digest own, int maxPlain) throws FormatException {
        Digest pack = in.digest();
        in.varint("a place's pack number", 0, 0);
        return numbers(in, pack.equals(Digest.ZERO) ? own : pack, maxPlain);
    }

    private static BlobPlace numbers(ByteReader in, Digest pack, int maxPlain) throws FormatException {
        long offset = in.varint("an offset", 0, PackNumbers.MAX_PACK_BYTES);
        int stored = in.varint("a stored length", 1, maxPlain + FrameLimits.MAX_GROWTH);
        int plain = in.varint("a plain length", 1, maxPlain);
        Codec codec = Codec.read(in);
        if (codec == Codec.DELTA) {
            throw in.error("where an index blob lies, there is a delta");
        }
        return new BlobPlace(pack, offset, stored, plain, codec);
    }
}
