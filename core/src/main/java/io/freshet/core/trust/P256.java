package io.freshet.core.trust;

import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;

/** The curve P-256 (FIPS 186-5; secp256r1), and its points as public keys. They are uncompressed: 04, X, Y. */
final class P256 {

    static final ECDomainParameters DOMAIN;

    private static final int POINT_BYTES = 65;
    private static final byte UNCOMPRESSED = 4;

    /** All of a SubjectPublicKeyInfo (RFC 5480) but the point: id-ecPublicKey, prime256v1, a bit string of 65 bytes. */
    private static final byte[] INFO_HEAD =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    static {
        X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
        DOMAIN = new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    }

    private P256() {}

    /**
     * The point in a SubjectPublicKeyInfo, not yet looked at.
     *
     * @throws IllegalArgumentException if it is of another algorithm or curve, or compressed
     */
    static byte[] pointIn(byte[] info) {
        if (!isInfo(info)) {
            throw new IllegalArgumentException("the key is not an uncompressed point of P-256");
        }
        return Arrays.copyOfRange(info, INFO_HEAD.length, info.length);
    }

    /** Whether this is a SubjectPublicKeyInfo of a point, which may not be on the curve. */
    static boolean isInfo(byte[] info) {
        int head = INFO_HEAD.length;
        return info.length == head + POINT_BYTES && Arrays.equals(info, 0, head, INFO_HEAD, 0, head);
    }

    /** The SubjectPublicKeyInfo of a point. */
    static byte[] info(byte[] point) {
        byte[] info = Arrays.copyOf(INFO_HEAD, INFO_HEAD.length + POINT_BYTES);
        System.arraycopy(point, 0, info, INFO_HEAD.length, POINT_BYTES);
        return info;
    }

    /**
     * The point that {@code bytes} are.
     *
     * @throws IllegalArgumentException if they are in another form, or the point is not on the curve
     */
    static ECPoint point(byte[] bytes) {
        if (bytes.length != POINT_BYTES || bytes[0] != UNCOMPRESSED) {
            throw new IllegalArgumentException("a point of P-256 is 04, X, Y: 65 bytes");
        }
        try {
            return DOMAIN.getCurve().decodePoint(bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the point is not on P-256", e);
        }
    }
}
