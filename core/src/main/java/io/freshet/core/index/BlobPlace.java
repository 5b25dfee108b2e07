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
 * @param base where the blob lies that a {@link Codec#DELTA} is made against; that one is no delta
 */
public record BlobPlace(
        Digest pack,
        long offset,
        int stored,
        int plain,
        Codec codec,
        @Nullable BlobPlace base) {

    /** Checks the numbers. */
    public BlobPlace {
        if (offset < 0
                || stored <= 0
                || plain <= 0
                || (codec == Codec.DELTA) != (base != null)
                || (base != null && base.codec == Codec.DELTA)) {
            throw new IllegalArgumentException(
                    "a blob of %d bytes at %d, %d plain, codec %s".formatted(stored, offset, plain, codec));
        }
    }

    /** The same, where {@link Digest#ZERO} stands for {@code own}. */
    public BlobPlace in(Digest own) {
        Digest named = pack.equals(Digest.ZERO) ? own : pack;
        return new BlobPlace(named, offset, stored, plain, codec, base == null ? null : base.in(own));
    }

    /** Writes the locator, the pack by its number in {@code packs}. */
    void write(ByteWriter out, PackNumbers packs) {
        writeNumbers(out.varint(packs.number(pack)));
        if (base != null) {
            base.write(out, packs);
        }
    }

    /** Writes the place: the pack by its name. */
    public void write(ByteWriter out) {
        writeNumbers(out.digest(pack).varint(0));
        if (base != null) {
            base.write(out);
        }
    }

    private void writeNumbers(ByteWriter out) {
        out.varint(offset).varint(stored).varint(plain).u8(codec.number());
    }

    /** Reads a locator whose pack is a number in {@code packs}. */
    static BlobPlace read(ByteReader in, PackNumbers packs, int maxPlain) throws FormatException {
        return read(in, packs::read, maxPlain, true);
    }

    /**
     * Reads a place, whose pack is a name.
     *
     * @param own what {@link Digest#ZERO} stands for
     * @param maxPlain longest plain form that is accepted
     */
    public static BlobPlace read(ByteReader in, Digest own, int maxPlain) throws FormatException {
        return read(in, from -> named(from, own), maxPlain, true);
    }

    private static Digest named(ByteReader in, Digest own) throws FormatException {
        Digest pack = in.digest();
        in.varint("a place's pack number", 0, 0);
        return pack.equals(Digest.ZERO) ? own : pack;
    }

    /** Reads which pack it is. */
    private interface PackReader {
        Digest read(ByteReader in) throws FormatException;
    }

    private static BlobPlace read(ByteReader in, PackReader packs, int maxPlain, boolean mayBeDelta)
            throws FormatException {
        Digest pack = packs.read(in);
        long offset = in.varint("an offset", 0, PackNumbers.MAX_PACK_BYTES);
        int stored = in.varint("a stored length", 1, maxPlain + (64 << 10));
        int plain = in.varint("a plain length", 1, maxPlain);
        Codec codec = Codec.read(in);
        if (codec == Codec.DELTA && !mayBeDelta) {
            throw in.error("the base of an index blob is a delta itself");
        }
        BlobPlace base = codec == Codec.DELTA ? read(in, packs, maxPlain, false) : null;
        return new BlobPlace(pack, offset, stored, plain, codec, base);
    }
}
