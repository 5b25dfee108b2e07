package io.freshet.providers.pkcs11;

import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.VerifyingKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.NoSuchElementException;

/** A public key out of a token's attributes (PKCS#11 current mechanisms, sections 2.1.2 and 2.3.3 to 2.3.5). */
final class PublicHalf {

    private static final long CKK_RSA = 0;
    private static final long CKK_EC = 3;
    private static final long CKK_EC_EDWARDS = 0x40;

    /** A SubjectPublicKeyInfo up to the point: of P-256 (RFC 5480), of Ed25519 (RFC 8410). */
    private static final byte[] P256_HEAD =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final byte[] P256_NAME = HexFormat.of().parseHex("06082a8648ce3d030107");
    private static final byte OCTET_STRING = 4;

    private PublicHalf() {}

    /**
     * The public key that {@code object} is, or that a private key tells of itself.
     *
     * @throws IllegalArgumentException if it is of a type that verifies nothing here
     * @throws NoSuchElementException if it lacks an attribute
     */
    static VerifyingKey read(Session session, long object) throws CallFailed, IOException {
        long type = ByteBuffer.wrap(value(session, object, Session.CKA_KEY_TYPE))
                .order(ByteOrder.nativeOrder())
                .getLong();
        if (type == CKK_RSA) {
            return rsa(
                    value(session, object, Session.CKA_MODULUS), value(session, object, Session.CKA_PUBLIC_EXPONENT));
        }
        if (type == CKK_EC && Arrays.equals(value(session, object, Session.CKA_EC_PARAMS), P256_NAME)) {
            return ofPoint(P256_HEAD, 65, value(session, object, Session.CKA_EC_POINT));
        }
        if (type == CKK_EC_EDWARDS) {
            return ofPoint(ED25519_HEAD, 32, value(session, object, Session.CKA_EC_POINT));
        }
        throw new IllegalArgumentException("its type is not one of " + PublicKeyFile.TYPES);
    }

    private static byte[] value(Session session, long object, long attribute) throws CallFailed, IOException {
        return session.attribute(object, attribute).orElseThrow();
    }

    /** @param encoded a point in an OCTET STRING, as it is to be, or bare, as some tokens have it */
    private static VerifyingKey ofPoint(byte[] head, int length, byte[] encoded) {
        boolean wrapped = encoded.length == length + 2 && encoded[0] == OCTET_STRING && encoded[1] == length;
        byte[] point = wrapped ? Arrays.copyOfRange(encoded, 2, encoded.length) : encoded;
        if (point.length != length) {
            throw new IllegalArgumentException("its point has " + point.length + " bytes, not " + length);
        }
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.writeBytes(head);
        info.writeBytes(point);
        return PublicKeyFile.ofInfo(info.toByteArray());
    }

    private static VerifyingKey rsa(byte[] modulus, byte[] exponent) {
        try {
            RSAPublicKeySpec numbers = new RSAPublicKeySpec(new BigInteger(1, modulus), new BigInteger(1, exponent));
            return PublicKeyFile.ofInfo(
                    KeyFactory.getInstance("RSA").generatePublic(numbers).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("its numbers are no key of RSA", e);
        }
    }
}
