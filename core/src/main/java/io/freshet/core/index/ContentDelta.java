package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameDecompressor;
import io.freshet.core.pack.FrameLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A way to make a content node from others that a reader may hold already: less to read than the node itself, and
 * nothing that a reader must know of.
 *
 * @param bases ids of the content nodes whose plain forms, one behind the other, are the prefix
 * @param pack where the delta frame lies; {@link Digest#ZERO} for the pack in which what mentions it lies too
 * @param offset in the pack
 * @param stored length there
 */
public record ContentDelta(List<Digest> bases, Digest pack, long offset, int stored) {

    /** The most bases of one delta. */
    public static final int MAX_BASES = 8;

    /** The most deltas of one node. */
    public static final int MAX_DELTAS = 4;

    /** Longest stored form, in bytes, that a reader accepts. */
    private static final int MAX_STORED = FrameLimits.MAX_DELTA + FrameLimits.MAX_GROWTH;

    /** Copies the list, and checks the numbers. */
    public ContentDelta {
        bases = List.copyOf(bases);
        if (bases.isEmpty() || bases.size() > MAX_BASES || offset < 0 || stored <= 0 || stored > MAX_STORED) {
            throw new IllegalArgumentException(
                    "a delta of %d bytes at %d against %d nodes".formatted(stored, offset, bases.size()));
        }
    }

    /** The place of the stored bytes, as they are. */
    public BlobPlace place() {
        return new BlobPlace(pack, offset, stored, stored, Codec.STORED);
    }

    /**
     * The node's plain form. Nothing is verified here: the id tells.
     *
     * @param basesPlain the plain forms of the bases, in their order
     * @param delta the stored bytes
     * @param plainLength length of the node's plain form
     */
    public static byte[] decode(List<byte[]> basesPlain, byte[] delta, int plainLength) throws FormatException {
        byte[] plain = new byte[plainLength];
        try (FrameDecompressor frames = new FrameDecompressor()) {
            frames.decompressDelta(DeltaPrefix.of(basesPlain), delta, 0, delta.length, plain, 0, plainLength);
        }
        return plain;
    }

    /** Whether a node of so many plain bytes can be a delta against bases of so many. */
    public static boolean fits(int plain, long bases) {
        return plain <= FrameLimits.MAX_DELTA && bases >= 1 && bases <= FrameLimits.MAX_DELTA;
    }

    /** Writes a node's deltas, with packs by their numbers in {@code packs}. */
    static void writeAll(List<ContentDelta> deltas, ByteWriter out, PackNumbers packs) {
        writeAll(deltas, out, pack -> out.varint(packs.number(pack)));
    }

    /** Writes a node's deltas, with packs by their names. */
    public static void writeAll(List<ContentDelta> deltas, ByteWriter out) {
        writeAll(deltas, out, out::digest);
    }

    private static void writeAll(List<ContentDelta> deltas, ByteWriter out, Consumer<Digest> packs) {
        out.varint(deltas.size());
        for (ContentDelta delta : deltas) {
            out.varint(delta.bases.size());
            delta.bases.forEach(out::digest);
            packs.accept(delta.pack);
            out.varint(delta.offset).varint(delta.stored);
        }
    }

    /** Reads the deltas of the node at {@code whole}, with packs by their numbers in {@code packs}. */
    static List<ContentDelta> readAll(ByteReader in, BlobPlace whole, PackNumbers packs) throws FormatException {
        return readAll(in, whole, packs::read);
    }

    /** Reads the deltas of the node at {@code whole}, with packs by their names. */
    public static List<ContentDelta> readAll(ByteReader in, BlobPlace whole) throws FormatException {
        return readAll(in, whole, ByteReader::digest);
    }

    /** Reads which pack it is. */
    private interface PackReader {
        Digest read(ByteReader in) throws FormatException;
    }

    private static List<ContentDelta> readAll(ByteReader in, BlobPlace whole, PackReader packs) throws FormatException {
        int longest = Math.min(MAX_STORED, whole.stored() - 1);
        int count = in.varint("number of deltas", 0, MAX_DELTAS);
        List<ContentDelta> deltas = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int size = in.varint("number of bases", 1, MAX_BASES);
            List<Digest> bases = new ArrayList<>(size);
            for (int k = 0; k < size; k++) {
                bases.add(in.digest());
            }
            Digest pack = packs.read(in);
            long offset = in.varint("an offset", 0, PackNumbers.MAX_PACK_BYTES);
            deltas.add(new ContentDelta(bases, pack, offset, in.varint("a delta's stored length", 1, longest)));
        }
        return deltas;
    }
}
