package io.freshet.fetcher.http;

import java.io.IOException;
import java.util.List;

/** Brings ranges of objects from wherever they are. Safe for many threads; every call blocks until it is done. */
public interface RangeFetcher {

    /**
     * Brings a range into a buffer. The bytes are as the mirrors gave them: whoever finds them wrong calls
     * {@link #again}.
     *
     * @param into the buffer, which has room for the range from {@code at} on
     * @throws AllMirrorsFailed if no mirror can give it
     */
    Receipt fetch(ObjectRange range, byte[] into, int at) throws IOException;

    /**
     * Brings a range once more whose bytes were found wrong, from a mirror that is not to blame, and sets the object
     * aside at the one that is.
     *
     * @param wrong what {@link #fetch} returned
     * @param reason how the bytes are known to be wrong, for people
     * @throws AllMirrorsFailed if no other mirror can give it
     */
    Receipt again(Receipt wrong, byte[] into, int at, String reason) throws IOException;

    /**
     * Brings a range of which it is not known whether it is the mirrors' fault that its bytes were wrong, or was published
     * like this: from a mirror that has not given all of them before. Nobody is blamed.
     *
     * @param tried what came before, of the same object
     * @throws AllMirrorsFailed if no other mirror can give it
     */
    default Receipt elsewhere(ObjectRange range, List<Receipt> tried, byte[] into, int at) throws IOException {
        throw new AllMirrorsFailed(range.toString(), List.of());
    }

    /**
     * Sets an object aside at the mirror that gave wrong bytes of it, when others have turned out right.
     *
     * @param wrong what the mirror gave; where it was one of several it can't be blamed
     * @param right what was right
     * @param reason how the bytes are known to be wrong, for people
     */
    default void blame(Receipt wrong, Receipt right, String reason) {}

    /** What each mirror did so far. */
    List<MirrorReport> reports();
}
