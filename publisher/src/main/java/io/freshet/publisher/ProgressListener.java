package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.publisher.source.SourceSize;

/** Told how a publication goes on, by many threads; it must not wait. */
public interface ProgressListener {

    /** Listens to nothing. */
    ProgressListener NONE = new ProgressListener() {};

    /** The source was looked through, and is about to be read. */
    default void started(SourceSize size) {}

    /** So many more bytes of the source were read, or passed over as holes. */
    default void read(long bytes) {}

    /** So many bytes of the source need not be read, since the parent has them. */
    default void unread(long bytes) {}

    /** A pack is at every destination. */
    default void stored(Digest pack, long bytes) {}

    /** The release stands; so many bytes of the source are about to be kept as a base for the next one. */
    default void keeping(long bytes) {}

    /** So many more of them are kept. */
    default void kept(long bytes) {}
}
