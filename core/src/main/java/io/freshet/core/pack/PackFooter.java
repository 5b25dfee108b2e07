package io.freshet.core.pack;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import java.util.Arrays;

/**
 * The end of a pack: where its table is.
 *
 * @param tableOffset where the table begins in the pack
 * @param tableLength length of the table in bytes
 * @param tableDigest SHA-256 of the table
 */
public record PackFooter(long tableOffset, int tableLength, Digest tableDigest) {

    /** Length of a footer in bytes. */
    public static final int LENGTH = 48;

    /** The largest pack, in bytes. */
    public static final int MAX_PACK = 512_000_000;

    /** The largest table, in bytes. */
    public static final int MAX_TABLE = 64 << 20;

    private static final byte[] MAGIC = {'F', 'R', 'P', 'E'};

    /**
     * Reads the footer of a pack of {@code packLength} bytes.
     *
     * @param bytes the pack's last bytes, {@link #LENGTH} or more
     */
    public static PackFooter parse(byte[] bytes, long packLength) throws FormatException {
        if (packLength > MAX_PACK || packLength < PackHeader.LENGTH + LENGTH) {
            throw new FormatException(
                    "pack footer",
                    "a pack has " + (PackHeader.LENGTH + LENGTH) + " to " + MAX_PACK + " bytes, not " + packLength);
        }
        if (bytes.length < LENGTH) {
            throw new FormatException("pack footer", bytes.length + " bytes are too few, " + LENGTH + " are needed");
        }
        ByteReader in = new ByteReader("pack footer", bytes, bytes.length - LENGTH, LENGTH);
        long offset = in.u63();
        int length = in.u31();
        Digest digest = in.digest();
        if (!Arrays.equals(in.raw(MAGIC.length), MAGIC)) {
            throw in.error("does not end with \"FRPE\"");
        }
        if (length > MAX_TABLE) {
            throw in.error("the table has " + length + " bytes, where " + MAX_TABLE + " is the most");
        }
        if (offset < PackHeader.LENGTH || offset != packLength - LENGTH - length) {
            throw in.error("a table of " + length + " bytes at " + offset + " does not end where the footer begins, at "
                    + (packLength - LENGTH));
        }
        return new PackFooter(offset, length, digest);
    }

    void write(ByteWriter out) {
        out.u64(tableOffset).u32(tableLength).digest(tableDigest).raw(MAGIC);
    }
}
