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

    /** What each mirror did so far. */
    List<MirrorReport> reports();
}
