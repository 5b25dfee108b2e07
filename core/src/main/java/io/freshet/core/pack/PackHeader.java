package io.freshet.core.pack;

import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;

/** The first sixteen bytes of a pack, the same in each. */
public final class PackHeader {

    /** Length of the header in bytes: where the first blob begins. */
    public static final int LENGTH = 16;

    private static final String MAGIC = "FRPK";
    private static final int VERSION = 1;
    private static final int RESERVED = 11;

    private PackHeader() {}

    /** Checks a pack's first bytes, {@link #LENGTH} or more. */
    public static void check(byte[] bytes) throws FormatException {
        ByteReader in = new ByteReader("pack header", bytes);
        in.magic(MAGIC, VERSION);
        for (int i = 0; i < RESERVED; i++) {
            if (in.u8() != 0) {
                throw in.error("a reserved byte is not zero");
            }
        }
    }

    static void write(ByteWriter out) {
        out.magic(MAGIC, VERSION).raw(new byte[RESERVED]);
    }
}
