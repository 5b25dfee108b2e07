package io.freshet.publisher.frame;

/** Where a frame's number counts. */
public enum Stream {
    /** Frames that lie in packs already. */
    KNOWN,
    /** Frames of chunks that are new in this publication. */
    FRESH,
    /** Frames of chunks that are known, and written again beside each other. */
    AGAIN;

    private static final Stream[] ALL = values();

    static Stream of(int number) {
        return ALL[number];
    }
}
