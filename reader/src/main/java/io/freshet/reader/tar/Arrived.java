package io.freshet.reader.tar;

/**
 * Verified bytes of a part, on their way into the archive.
 *
 * @param frame whether these are a frame to be copied as it is; else plain bytes
 * @param plain how many plain bytes they stand for
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, compared by nobody
record Arrived(boolean frame, byte[] bytes, int from, int length, int plain) {}
