package io.freshet.fetcher.tree;

import java.io.IOException;

/** Takes the bytes of chunks that were verified, from any number of threads: a file that is being put together, mostly. */
public interface ChunkSink {

    /** Takes {@code length} bytes from {@code from} on, which belong at {@code offset}. */
    void write(long offset, byte[] bytes, int from, int length) throws IOException;

    /** A chunk that was waited for is in its place. */
    void arrived() throws IOException;

    /** A chunk that is waited for will come late: what is open for its sake may be closed until then. */
    default void putOff() throws IOException {}

    /** A chunk that was {@linkplain #putOff put off} comes now. */
    default void resume() {}
}
