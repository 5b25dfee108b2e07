package io.freshet.core.trust;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * An ECDSA signature as metadata has it: the DER of {@code SEQUENCE { INTEGER r, INTEGER s }} (RFC 3279, section
 * 2.2.3), for curves of up to 256 bits, where every length takes one byte.
 *
 * @param r positive
 * @param s positive
 */
public record EcdsaSignature(BigInteger r, BigInteger s) {

    private static final byte SEQUENCE = 0x30;
    private static final byte INTEGER = 0x02;
    /** A sign byte and 256 bits. */
    private static final int MAX_INTEGER = 33;

    /** The signature that {@code der} is; nothing, if it is not the one encoding of two positive integers. */
    static Optional<EcdsaSignature> decode(byte[] der) {
        if (der.length < 8 || der.length > 6 + 2 * MAX_INTEGER) {
            return Optional.empty();
        }
        int first = der[3];
        int second = der.length - 6 - first;
        if (first < 1 || first > MAX_INTEGER || second < 1 || second > MAX_INTEGER) {
            return Optional.empty();
        }
        EcdsaSignature signature =
                new EcdsaSignature(new BigInteger(der, 4, first), new BigInteger(der, 6 + first, second));
        boolean positive = signature.r.signum() > 0 && signature.s.signum() > 0;
        return positive && Arrays.equals(signature.encode(), der) ? Optional.of(signature) : Optional.empty();
    }

    /** The one encoding. */
    public byte[] encode() {
        byte[] first = r.toByteArray();
        byte[] second = s.toByteArray();
        byte[] der = new byte[6 + first.length + second.length];
        der[0] = SEQUENCE;
        der[1] = (byte) (der.length - 2);
        der[2] = INTEGER;
        der[3] = (byte) first.length;
        System.arraycopy(first, 0, der, 4, first.length);
        der[4 + first.length] = INTEGER;
        der[5 + first.length] = (byte) second.length;
        System.arraycopy(second, 0, der, 6 + first.length, second.length);
        return der;
    }
}
