package io.freshet.providers.api;

/**
 * A part of an object.
 *
 * @param offset of the first byte
 * @param length in bytes
 */
public record ByteRange(long offset, long length) {
    public ByteRange {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("not a range: offset " + offset + ", length " + length);
        }
    }

    @Override
    public String toString() {
        return "bytes " + offset + " to " + (offset + length) + " (exclusive)";
    }
}
