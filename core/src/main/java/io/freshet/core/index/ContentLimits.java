package io.freshet.core.index;

/** The numbers of the format's sections 1 and 4: they decide where nodes end, and what a reader refuses. */
final class ContentLimits {

    static final String MAGIC = "FRCN";
    static final int VERSION = 1;

    static final int MIN_WEIGHT = 64 << 10;
    static final int MAX_WEIGHT = 960 << 10;
    static final int LEAF_BOUNDARY = 2048;
    static final int BRANCH_BOUNDARY = 256;
    static final int MAX_RUN = 512;

    static final int FIXED_CHUNK_WEIGHT = 32;
    static final int CHUNK_WEIGHT = 36;
    static final int ZEROS_WEIGHT = 8;

    static final int MAX_NODE_BYTES = 4 << 20;
    static final int MAX_ENTRY_BYTES = 64 << 10;
    static final int MAX_CHUNK_BYTES = 2 << 20;
    static final int MAX_INLINE_BYTES = 256;
    static final int MAX_LEVEL = 15;

    static final int PATH = 0x01;
    static final int FIXED_RUN = 0x02;
    static final int RUN = 0x03;
    static final int ZEROS = 0x04;
    static final int INLINE = 0x05;
    static final int CHILD = 0x10;

    /** Entries of this kind and above are advice of later releases: who doesn't know them passes them over. */
    static final int ADVICE = 0x80;

    static final int DIRECTORY = 1;
    static final int FILE = 2;
    static final int LINK = 3;

    private ContentLimits() {}
}
