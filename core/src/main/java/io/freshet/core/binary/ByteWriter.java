package io.freshet.core.binary;

import io.freshet.core.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the format's primitive values into an array that grows. */
public final class ByteWriter {

    private byte[] bytes;
    private int size;

    /** A writer that begins with room for {@code capacity} bytes. */
    public ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    /** Forgets what was written; the room is kept. */
    public void clear() {
        size = 0;
    }

    /** Writes the low eight bits. */
    public ByteWriter u8(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Writes four bytes, little-endian. */
    public ByteWriter u32(int value) {
        return little(value, 4);
    }

    /** Writes eight bytes, little-endian. */
    public ByteWriter u64(long value) {
        return little(value, 8);
    }

    /** Writes a number that is not negative in its shortest form. */
    public ByteWriter varint(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a varint is never negative: " + value);
        }
        room(9);
        long rest = value;
        while (rest >= 0x80) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** Writes a number of either sign, of at most 62 bits. */
    public ByteWriter zigzag(long value) {
        return varint((value << 1) ^ (value >> 63));
    }

    /** Writes 32 bytes. */
    public ByteWriter digest(Digest digest) {
        room(Digest.BYTES);
        digest.copyTo(bytes, size);
        size += Digest.BYTES;
        return this;
    }

    /** Writes the bytes alone. */
    public ByteWriter raw(byte[] value) {
        return raw(value, 0, value.length);
    }

    /** Writes {@code length} bytes from {@code from} on. */
    public ByteWriter raw(byte[] value, int from, int length) {
        room(length);
        System.arraycopy(value, from, bytes, size, length);
        size += length;
        return this;
    }

    /** Writes a length and the bytes. */
    public ByteWriter bytes(byte[] value) {
        return varint(value.length).raw(value);
    }

    /** Writes a length and the text as UTF-8. */
    public ByteWriter string(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes four letters and a version. */
    public ByteWriter magic(String letters, int version) {
        return raw(letters.getBytes(StandardCharsets.ISO_8859_1)).u8(version);
    }

    /** Writes an empty list of required features: version 1 has none. */
    public ByteWriter noFeatures() {
        return varint(0);
    }

    /** Appends all that was written here to {@code out}. */
    public void copyTo(ByteWriter out) {
        out.raw(bytes, 0, size);
    }

    /** What was written, in the first {@link #size()} bytes; not a copy, and valid until more is written. */
    public byte[] array() {
        return bytes;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private ByteWriter little(long value, int length) {
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) (value >>> (8 * i));
        }
        return this;
    }

    private void room(int length) {
        if (bytes.length - size < length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length, bytes.length * 2));
        }
    }
}
