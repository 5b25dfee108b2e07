package io.freshet.publisher.frame;

/** Where a frame's number counts. */
public enum Stream {
    /** Frames that lie in packs already. */
    KNOWN(0),
    /** Frames of chunks that are new in this publication. */
    FRESH(1),
    /** Frames of chunks that are known, and written again beside each other. */
    AGAIN(2),
    /** Delta frames that lie in packs already. */
    KNOWN_DELTA(3),
    /** Delta frames of chunks that are new in this publication. */
    DELTA(4),
    /** No frames, but new pages, by number: in which frame they will lie, once more or only, is not known yet. */
    PENDING(5),
    /** Plain frames of new pages of which no good delta came. */
    LATE(6);

    private final int number;

    Stream(int number) {
        this.number = number;
    }

    /** Whether its frames are delta frames. */
    public boolean isDelta() {
        return this == KNOWN_DELTA || this == DELTA;
    }

    int number() {
        return number;
    }

    static Stream of(int number) {
        return switch (number) {
            case 0 -> KNOWN;
            case 1 -> FRESH;
            case 2 -> AGAIN;
            case 3 -> KNOWN_DELTA;
            case 4 -> DELTA;
            case 5 -> PENDING;
            case 6 -> LATE;
            default -> throw new IllegalArgumentException("there is no stream " + number);
        };
    }
}
