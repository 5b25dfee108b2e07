package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Every pack that a snapshot needs, but for the one in which this list lies (format, section 6).
 *
 * @param newBytes stored bytes of the chunks that were new in the release that wrote this list
 */
public record PackList(long newBytes, List<PackUse> packs) {

    /** Largest plain form, in bytes, that a reader accepts. */
    public static final int MAX_BYTES = 64 << 20;

    private static final String MAGIC = "FRPL";
    private static final int VERSION = 1;
    private static final int DATA = 1;
    private static final int INDEX = 2;

    /** Sorts by name. */
    public PackList {
        packs = packs.stream().sorted(Comparator.comparing(PackUse::pack)).toList();
    }

    /** The plain form. */
    public byte[] toBytes() {
        ByteWriter out = new ByteWriter(packs.size() * 44 + 64);
        out.magic(MAGIC, VERSION).noFeatures().varint(newBytes).varint(packs.size());
        for (PackUse use : packs) {
            int kind = (use.data() ? DATA : 0) | (use.index() ? INDEX : 0);
            out.digest(use.pack()).varint(use.size()).varint(use.used()).u8(kind);
        }
        return out.toBytes();
    }

    /** Reads a list whose plain bytes must have the SHA-256 {@code digest}. */
    public static PackList read(Digest digest, byte[] plain) throws FormatException {
        ByteReader in = new ByteReader("pack list " + digest.brief(), plain);
        if (plain.length > MAX_BYTES || !Digest.of(plain).equals(digest)) {
            throw in.error("its bytes have another digest");
        }
        in.magic(MAGIC, VERSION);
        in.noFeatures();
        long newBytes = in.varint();
        int count = in.count("number of packs", Digest.BYTES + 3);
        List<PackUse> packs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Digest pack = in.digest();
            if (i > 0 && pack.compareTo(packs.getLast().pack()) <= 0) {
                throw in.error("packs are out of order");
            }
            int size = in.varint("a pack's size", 1, PackNumbers.MAX_PACK_BYTES);
            int used = in.varint("used bytes of a pack", 0, size);
            int kind = in.u8();
            if (kind < DATA || kind > (DATA | INDEX)) {
                throw in.error("a pack is of unknown kind " + kind);
            }
            packs.add(new PackUse(pack, size, used, (kind & DATA) != 0, (kind & INDEX) != 0));
        }
        in.end();
        return new PackList(newBytes, packs);
    }
}
