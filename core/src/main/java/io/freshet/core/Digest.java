package io.freshet.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256: 32 bytes that name a chunk, a node, a pack or a document. Ordered as unsigned bytes. */
public final class Digest implements Comparable<Digest> {

    /** Length of a digest in bytes. */
    public static final int BYTES = 32;

    /** Thirty-two zero bytes; stands for "the pack in which this lies" where the format says so. */
    public static final Digest ZERO = new Digest(new byte[BYTES]);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] value;

    private Digest(byte[] value) {
        this.value = value;
    }

    /** The digest that stands at {@code from} in {@code bytes}, copied. */
    public static Digest at(byte[] bytes, int from) {
        return new Digest(Arrays.copyOfRange(bytes, from, from + BYTES));
    }

    /**
     * The digest written as 64 lower-case hexadecimal digits.
     *
     * @throws IllegalArgumentException if {@code hex} is anything else
     */
    public static Digest parse(String hex) {
        if (hex.length() != 2 * BYTES || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException("not a SHA-256 in 64 lower-case hexadecimal digits: \"" + hex + "\"");
        }
        return new Digest(HexFormat.of().parseHex(hex));
    }

    /** SHA-256 of all of {@code bytes}. */
    public static Digest of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** SHA-256 of {@code length} bytes from {@code from} on. */
    public static Digest of(byte[] bytes, int from, int length) {
        return of(sha256(), bytes, from, length);
    }

    /** SHA-256 by a hasher that the caller keeps, which is left reset. For many small inputs. */
    public static Digest of(MessageDigest sha256, byte[] bytes, int from, int length) {
        sha256.update(bytes, from, length);
        return new Digest(sha256.digest());
    }

    /** What {@code sha256} has taken in so far; it is left reset. */
    public static Digest finish(MessageDigest sha256) {
        return new Digest(sha256.digest());
    }

    /** A new SHA-256 hasher. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Copies the 32 bytes to {@code to}, from {@code at} on. */
    public void copyTo(byte[] to, int at) {
        System.arraycopy(value, 0, to, at, BYTES);
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    /** The first two bytes as a little-endian number: what decides boundaries of index nodes. */
    public int firstU16() {
        return (value[0] & 0xff) | (value[1] & 0xff) << 8;
    }

    /** Eight of the bytes (number {@code index} of four such words): evenly distributed, good for hash tables. */
    public long word(int index) {
        return (long) LONGS.get(value, index * Long.BYTES);
    }

    /** The first digits, for people. */
    public String brief() {
        return toString().substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && Arrays.equals(value, digest.value);
    }

    @Override
    public int hashCode() {
        return (int) word(0);
    }

    /** 64 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
