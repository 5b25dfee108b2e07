package io.freshet.core.trust;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 private key (RFC 8032). The same message always gives the same signature. */
public final class SigningKey implements FileKey {

    private final byte[] seed;
    private final byte[] point;
    private final Ed25519Key publicKey;
    private final String id;

    /** The key that the 32 bytes of {@code seed} are. */
    SigningKey(byte[] seed) {
        if (seed.length != Ed25519.SECRET_KEY_SIZE) {
            throw new IllegalArgumentException("an Ed25519 private key has 32 bytes, not " + seed.length);
        }
        this.seed = seed.clone();
        this.point = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, point, 0);
        this.publicKey = new Ed25519Key(HexFormat.of().formatHex(point));
        this.id = publicKey.id();
    }

    /** A new key. */
    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
        random.nextBytes(seed);
        return new SigningKey(seed);
    }

    @Override
    public Ed25519Key publicKey() {
        return publicKey;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, point, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    byte[] seed() {
        return seed.clone();
    }

    @Override
    public String toString() {
        return "***";
    }
}
