package io.freshet.publisher.frame;

/** Where a frame's number counts. */
public enum Stream {
    /** Frames that lie in packs already. */
    KNOWN(0),
    /** Frames of chunks that are new in this publication. */
    FRESH(1),
    /** Frames of chunks that are known, and written again beside each other. */
    AGAIN(2);

    private final int number;

    Stream(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Stream of(int number) {
        return switch (number) {
            case 0 -> KNOWN;
            case 1 -> FRESH;
            case 2 -> AGAIN;
            default -> throw new IllegalArgumentException("there is no stream " + number);
        };
    }
}
