package io.freshet.fetcher.http;

import io.freshet.core.Digest;

/**
 * Consecutive bytes of an object.
 *
 * @param object path in the repository
 * @param offset of the first byte
 * @param length how many, at least one
 */
public record ObjectRange(String object, long offset, int length) {

    /** Checks the numbers. */
    public ObjectRange {
        if (offset < 0 || length <= 0) {
            throw new IllegalArgumentException("bytes %d+%d of %s".formatted(offset, length, object));
        }
    }

    /** A range of a pack. */
    public static ObjectRange ofPack(Digest pack, long offset, int length) {
        String name = pack.toString();
        return new ObjectRange("packs/" + name.substring(0, 2) + "/" + name + ".bin", offset, length);
    }

    /** Offset of the last byte. */
    long last() {
        return offset + length - 1;
    }

    @Override
    public String toString() {
        return object + " (bytes " + offset + " to " + last() + ")";
    }
}
