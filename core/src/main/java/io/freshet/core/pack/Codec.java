package io.freshet.core.pack;

import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;

/** How the bytes of a blob are stored (format, section 5). */
public enum Codec {
    /** As they are; index blobs only. */
    STORED(0),
    /** An ordinary zstd frame. */
    ZSTD(1),
    /** A zstd frame whose raw prefix is eight zero bytes and the bytes of its bases. */
    DELTA(2);

    private final int number;

    Codec(int number) {
        this.number = number;
    }

    /** The number that stands for this codec in every table. */
    public int number() {
        return number;
    }

    /** Reads a codec's number. */
    public static Codec read(ByteReader in) throws FormatException {
        int number = in.u8();
        return switch (number) {
            case 0 -> STORED;
            case 1 -> ZSTD;
            case 2 -> DELTA;
            default -> throw in.error("codec " + number + " is not known to this release; a newer one may read it");
        };
    }
}
