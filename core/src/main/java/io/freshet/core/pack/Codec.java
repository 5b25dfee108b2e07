package io.freshet.core.pack;

import io.freshet.core.binary.ByteReader;
import io.freshet.core.FormatException;

/** How the bytes of a blob are stored (format, section 5). */
public enum Codec {
    /** As they are; index blobs only. */
    STORED,
    /** An ordinary zstd frame. */
    ZSTD,
    /** A zstd frame whose raw prefix is eight zero bytes and the base's bytes. */
    DELTA;

    private static final Codec[] ALL = values();

    /** The number that stands for this codec in every table. */
    public int number() {
        return ordinal();
    }

    /** Reads a codec's number. */
    public static Codec read(ByteReader in) throws FormatException {
        int number = in.u8();
        if (number >= ALL.length) {
            throw in.error("codec " + number + " is not known to this release; a newer one may read it");
        }
        return ALL[number];
    }
}
