package io.freshet.core.pack;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A pack's own table: all of its blobs. A lost index can be made again from these alone.
 *
 * @param rows one for each blob, in the order in which they lie in the pack, without gaps
 */
public record PackTable(List<PackRow> rows) {

    private static final String WHAT = "pack table";
    private static final int SHORTEST_ROW = 1 + 1 + 1 + 1 + Digest.BYTES;

    /** Checks that each blob begins where the one before it ends. */
    public PackTable {
        rows = List.copyOf(rows);
        long offset = PackHeader.LENGTH;
        for (PackRow row : rows) {
            if (row.offset() != offset) {
                throw new IllegalArgumentException("a blob at " + row.offset() + ", where " + offset + " was expected");
            }
            offset += row.stored();
        }
    }

    /**
     * Reads the table of a pack of which only the end is at hand.
     *
     * @param tail the last bytes of the pack, of which the table and the footer are a part
     * @param packLength length of the pack in bytes
     * @throws FormatException also if {@code tail} is too short; {@link PackFooter#parse} tells how long it must be
     */
    public static PackTable inTail(byte[] tail, long packLength) throws FormatException {
        PackFooter footer = PackFooter.parse(tail, packLength);
        int from = tail.length - PackFooter.LENGTH - footer.tableLength();
        if (from < 0) {
            throw new FormatException(
                    WHAT,
                    -from + " bytes too few: it has " + footer.tableLength() + " bytes at " + footer.tableOffset());
        }
        return parse(tail, from, footer);
    }

    /**
     * Reads a table.
     *
     * @param bytes hold the table from {@code from} on
     * @param footer of the same pack, which says how long the table is, and its digest
     */
    public static PackTable parse(byte[] bytes, int from, PackFooter footer) throws FormatException {
        ByteReader in = new ByteReader(WHAT, bytes, from, footer.tableLength());
        if (!Digest.of(bytes, from, footer.tableLength()).equals(footer.tableDigest())) {
            throw in.error("its bytes do not have the digest that the footer gives");
        }
        in.noFeatures();
        int count = in.count("number of rows", SHORTEST_ROW);
        List<PackRow> rows = new ArrayList<>(count);
        long offset = PackHeader.LENGTH;
        for (int i = 0; i < count; i++) {
            PackRow row = row(in, offset);
            rows.add(row);
            offset += row.stored();
            if (offset > footer.tableOffset()) {
                throw in.error(
                        "blob " + i + " ends at " + offset + ", behind the table's begin at " + footer.tableOffset());
            }
        }
        in.end();
        if (offset != footer.tableOffset()) {
            throw in.error("the blobs end at " + offset + ", and the table begins at " + footer.tableOffset());
        }
        return new PackTable(rows);
    }

    private static PackRow row(ByteReader in, long offset) throws FormatException {
        int stored = in.varint("stored length", 1, PackFooter.MAX_PACK);
        int kind = in.u8();
        Codec codec = Codec.read(in);
        try {
            if (kind == PackRowBytes.DATA) {
                return PackRowBytes.readFrame(in, offset, stored, codec);
            }
            for (BlobKind blob : BlobKind.values()) {
                if (blob.number() == kind) {
                    return PackRowBytes.readBlob(in, offset, stored, codec, blob);
                }
            }
        } catch (IllegalArgumentException e) {
            throw in.error(String.valueOf(e.getMessage()));
        }
        throw in.error("a blob is of kind " + kind + ", which is not known to this release; a newer one may read it");
    }
}
