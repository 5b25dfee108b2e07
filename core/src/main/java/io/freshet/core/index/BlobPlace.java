package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.Codec;
import org.jspecify.annotations.Nullable;

/**
 * Where an index blob lies.
 *
 * @param pack name of the pack; {@link Digest#ZERO} for the pack in which what mentions it lies too
 * @param offset of the blob in the pack, in bytes
 * @param stored length of the blob in the pack
 * @param plain length of the plain bytes
 * @param codec how the plain bytes are stored
 * @param base the blob (by its digest in the pack's table) that a {@link Codec#DELTA} is made against
 */
public record BlobPlace(
        Digest pack,
        long offset,
        int stored,
        int plain,
        Codec codec,
        @Nullable Digest base) {

    /** Checks the numbers. */
    public BlobPlace {
        if (offset < 0 || stored <= 0 || plain <= 0 || (codec == Codec.DELTA) != (base != null)) {
            throw new IllegalArgumentException(
                    "a blob of %d bytes at %d, %d plain, codec %s".formatted(stored, offset, plain, codec));
        }
    }

    /** The same, where {@link Digest#ZERO} stands for {@code own}. */
    public BlobPlace in(Digest own) {
        return pack.equals(Digest.ZERO) ? new BlobPlace(own, offset, stored, plain, codec, base) : this;
    }

    /** Writes the locator, the pack by its number in {@code packs}. */
    void write(ByteWriter out, PackNumbers packs) {
        writeLocator(out.varint(packs.number(pack)));
    }

    /** Writes the place: the pack by its name. */
    void write(ByteWriter out) {
        writeLocator(out.digest(pack).varint(0));
    }

    private void writeLocator(ByteWriter out) {
        out.varint(offset).varint(stored).varint(plain).u8(codec.number());
        if (base != null) {
            out.digest(base);
        }
    }

    /** Reads a locator whose pack is a number in {@code packs}. */
    static BlobPlace read(ByteReader in, PackNumbers packs, int maxPlain) throws FormatException {
        return readLocator(in, packs.read(in), maxPlain);
    }

    /** Reads a place, whose pack is a name. */
    static BlobPlace read(ByteReader in, Digest own, int maxPlain) throws FormatException {
        Digest pack = in.digest();
        in.varint("a place's pack number", 0, 0);
        return readLocator(in, pack.equals(Digest.ZERO) ? own : pack, maxPlain);
    }

    private static BlobPlace readLocator(ByteReader in, Digest pack, int maxPlain) throws FormatException {
        long offset = in.varint("an offset", 0, PackNumbers.MAX_PACK_BYTES);
        int stored = in.varint("a stored length", 1, maxPlain + (64 << 10));
        int plain = in.varint("a plain length", 1, maxPlain);
        Codec codec = Codec.read(in);
        return new BlobPlace(pack, offset, stored, plain, codec, codec == Codec.DELTA ? in.digest() : null);
    }
}
