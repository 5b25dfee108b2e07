package io.freshet.publisher.dedupe;

import io.freshet.core.index.EntryPath;

/**
 * A file of the parent.
 *
 * @param first number of its first chunk among the known ones
 * @param chunks how many it has
 * @param paged whether it has a page of a fixed grain
 * @param inline its bytes, where they stand in the index; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record KnownFile(EntryPath path, long size, long first, long chunks, boolean paged, byte[] inline) {}
