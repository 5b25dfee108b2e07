package io.freshet.core.index;

/** A modification time: seconds since 1970 and nanoseconds. Advice: no root depends on it. */
public record ModifiedAt(long seconds, int nanos) {

    /** Furthest from 1970: the end of the year 9999. */
    static final long MAX_SECONDS = 253_402_300_799L;

    /** Checks the ranges: at most {@link #MAX_SECONDS}, and less than a second of nanoseconds. */
    public ModifiedAt {
        if (Math.abs(seconds) > MAX_SECONDS || nanos < 0 || nanos > 999_999_999) {
            throw new IllegalArgumentException("a time of " + seconds + " s and " + nanos + " ns");
        }
    }
}
