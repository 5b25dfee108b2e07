package io.freshet.providers.api;

/**
 * A part of an object.
 *
 * @param offset of the first byte
 * @param length in bytes; at least 1, since HTTP has no empty range
 */
public record ByteRange(long offset, long length) {
    public ByteRange {
        if (offset < 0 || length < 1 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("not a range: offset " + offset + ", length " + length);
        }
    }

    @Override
    public String toString() {
        return "bytes " + offset + "-" + (offset + length - 1);
    }
}
