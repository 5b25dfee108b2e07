package io.freshet.core.binary;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the format's primitive values from an array, strictly: nothing past the end, only shortest varints, only valid
 * UTF-8, and counts only where that many elements can still follow.
 */
public final class ByteReader {

    private final String what;
    private final byte[] bytes;
    private final int end;
    private int at;

    /** @param what the kind of object that is read, for errors */
    public ByteReader(String what, byte[] bytes) {
        this(what, bytes, 0, bytes.length);
    }

    /** Reads {@code length} bytes from {@code from} on. */
    public ByteReader(String what, byte[] bytes, int from, int length) {
        this.what = what;
        this.bytes = bytes;
        this.at = from;
        this.end = from + length;
    }

    /** Position in the array of the next byte. */
    public int position() {
        return at;
    }

    /** Bytes that are left. */
    public int remaining() {
        return end - at;
    }

    /** Reads one byte, 0 to 255. */
    public int u8() throws FormatException {
        need(1);
        return bytes[at++] & 0xff;
    }

    /** Reads two bytes, little-endian. */
    public int u16() throws FormatException {
        return u8() | u8() << 8;
    }

    /** Reads four bytes, little-endian, which must be below 2^31. */
    public int u31() throws FormatException {
        long value = little(4);
        if (value > Integer.MAX_VALUE) {
            throw error("a length of " + value + " is too large");
        }
        return (int) value;
    }

    /** Reads eight bytes, little-endian, which must be below 2^63. */
    public long u63() throws FormatException {
        long value = little(8);
        if (value < 0) {
            throw error("a number is 2^63 or more");
        }
        return value;
    }

    /** Eight bytes of which every value has a meaning, little-endian. */
    public long word() throws FormatException {
        return little(8);
    }

    /** Reads a varint of at most 63 bits. */
    public long varint() throws FormatException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int b = u8();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                if (b == 0 && shift > 0) {
                    throw error("a varint is longer than it need be");
                }
                return value;
            }
        }
        throw error("a varint is longer than 63 bits");
    }

    /**
     * Reads a varint that must lie between {@code min} and {@code max}.
     *
     * @param name what the number is, for the error
     */
    public int varint(String name, int min, int max) throws FormatException {
        long value = varint();
        if (value < min || value > max) {
            throw error(name + " is " + value + ", not between " + min + " and " + max);
        }
        return (int) value;
    }

    /**
     * Reads the number of elements that follow, each of at least {@code bytesEach} bytes: more than can follow is
     * refused before anything is allocated.
     */
    public int count(String name, int bytesEach) throws FormatException {
        return varint(name, 0, remaining() / bytesEach);
    }

    /** Reads a zigzag varint. */
    public long zigzag() throws FormatException {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    /** Reads 32 bytes. */
    public Digest digest() throws FormatException {
        need(Digest.BYTES);
        at += Digest.BYTES;
        return Digest.at(bytes, at - Digest.BYTES);
    }

    /** Reads {@code length} bytes, copied. */
    public byte[] raw(int length) throws FormatException {
        need(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** Reads a length and that many bytes, at most {@code max}, copied. */
    public byte[] bytes(String name, int max) throws FormatException {
        return raw(varint("length of " + name, 0, max));
    }

    /** A reader of the length and that many bytes, at most {@code max}, that come next, which are skipped here. */
    public ByteReader slice(String name, int max) throws FormatException {
        int length = varint("length of " + name, 0, max);
        need(length);
        at += length;
        return new ByteReader(what, bytes, at - length, length);
    }

    /** Reads a length and that many bytes, at most {@code max}, of valid UTF-8. */
    public String string(String name, int max) throws FormatException {
        int length = varint("length of " + name, 0, max);
        need(length);
        at += length;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at - length, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw error(name + " is not valid UTF-8");
        }
    }

    /** Reads four letters and a version, refusing any others. */
    public void magic(String letters, int version) throws FormatException {
        String found = new String(raw(letters.length()), StandardCharsets.ISO_8859_1);
        if (!found.equals(letters)) {
            throw error("begins with something else than \"" + letters + "\"");
        }
        int foundVersion = u8();
        if (foundVersion != version) {
            throw error("has version " + foundVersion + ", and this release reads version " + version + " only");
        }
    }

    /** Reads the list of required features, refusing every one: version 1 has none. */
    public void noFeatures() throws FormatException {
        if (count("number of required features", 1) > 0) {
            throw error("requires feature " + varint() + ", which this release does not have; a newer one may");
        }
    }

    /** Checks that nothing is left. */
    public void end() throws FormatException {
        if (at != end) {
            throw error((end - at) + " bytes too many");
        }
    }

    /** An error at the place that was reached. */
    public FormatException error(String problem) {
        return new FormatException(what, problem + " (at byte " + at + ")");
    }

    private long little(int length) throws FormatException {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (long) u8() << (8 * i);
        }
        return value;
    }

    private void need(int length) throws FormatException {
        if (length > end - at) {
            throw error("ends too early: " + length + " bytes were expected, " + (end - at) + " are left");
        }
    }
}
