package io.freshet.fetcher.download;

import io.freshet.core.Digest;
import io.freshet.core.index.FrameRow;
import java.util.Comparator;

/**
 * What tells a frame from all others.
 *
 * @param pack in which it lies
 * @param offset where it begins there
 */
public record FrameName(Digest pack, long offset) implements Comparable<FrameName> {

    private static final Comparator<FrameName> AS_STORED =
            Comparator.comparing(FrameName::pack).thenComparingLong(FrameName::offset);

    /** The name of a frame that an index lists. */
    public static FrameName of(FrameRow frame) {
        return new FrameName(frame.pack(), frame.offset());
    }

    @Override
    public int compareTo(FrameName other) {
        return AS_STORED.compare(this, other);
    }

    /** For people. */
    @Override
    public String toString() {
        return "the frame at byte " + offset + " of pack " + pack;
    }
}
