package io.freshet.core.timestamp;

import java.io.IOException;

/** One that says under its signature when it was shown a digest. */
public interface TimestampAuthority {

    /** The most bytes that an answer has. */
    int MAX_ANSWER = 64 << 10;

    /** What errors call it: its URL. */
    String name();

    /**
     * Asks it once.
     *
     * @param query a {@code TimeStampReq} in DER
     * @return what it answers, at most {@link #MAX_ANSWER} bytes, which may be anything
     * @throws java.io.InterruptedIOException if the thread is interrupted
     * @throws IOException if it can't be asked, or answers with what is no answer to such a query
     */
    byte[] ask(byte[] query) throws IOException;
}
