package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.FormatException;
import io.freshet.core.trust.Ed25519Key;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** What each type of signature is made over. */
final class SignedMessage {

    private static final String ML_DSA_LABEL = "subtree/v1\n\0";
    private static final int ML_DSA_FIXED_BYTES = 12 + 1 + 8 + 1 + 8 + 8 + 32;
    private static final int MOST_NAME_BYTES = 255;

    private SignedMessage() {}

    /** A signature of the length that its type has. */
    static boolean verifies(VerifierKey key, String text, byte[] signature) {
        return switch (key.type()) {
            case ED25519 -> ed25519(key, text.getBytes(UTF_8), signature);
            case COSIGNATURE_ED25519 -> {
                long time = ByteBuffer.wrap(signature).getLong();
                yield time >= 0 && ed25519(key, ed25519Cosigned(text, time), untimed(signature));
            }
            case COSIGNATURE_ML_DSA_44 -> mlDsa(key, text, signature);
        };
    }

    /** The message of an Ed25519 cosignature (tlog-cosignature, section Ed25519 signed message). */
    static byte[] ed25519Cosigned(String text, long time) {
        return ("cosignature/v1\ntime " + time + "\n" + text).getBytes(UTF_8);
    }

    /**
     * The message of an ML-DSA cosignature of a checkpoint (tlog-cosignature, section ML-DSA-44 signed message): the
     * subtree from 0 on.
     *
     * @throws IllegalArgumentException if a name is longer than the format has room for
     */
    static byte[] mlDsaCosigned(String cosigner, Checkpoint checkpoint, long time) {
        byte[] name = cosigner.getBytes(UTF_8);
        byte[] origin = checkpoint.origin().getBytes(UTF_8);
        if (name.length > MOST_NAME_BYTES || origin.length > MOST_NAME_BYTES) {
            throw new IllegalArgumentException("a cosigner's name and an origin have at most 255 bytes");
        }
        return ByteBuffer.allocate(ML_DSA_FIXED_BYTES + name.length + origin.length)
                .put(ML_DSA_LABEL.getBytes(UTF_8))
                .put((byte) name.length)
                .put(name)
                .putLong(time)
                .put((byte) origin.length)
                .put(origin)
                .putLong(0)
                .putLong(checkpoint.head().size())
                .put(checkpoint.head().root().bytes())
                .array();
    }

    private static boolean ed25519(VerifierKey key, byte[] message, byte[] signature) {
        return new Ed25519Key(HexFormat.of().formatHex(key.bytes())).verifies(message, signature);
    }

    private static boolean mlDsa(VerifierKey key, String text, byte[] signature) {
        long time = ByteBuffer.wrap(signature).getLong();
        if (time < 0) {
            return false;
        }
        byte[] message;
        try {
            message = mlDsaCosigned(key.name(), Checkpoint.parse(text), time);
        } catch (FormatException | IllegalArgumentException e) {
            // Such a key signs checkpoints alone, with origins of at most 255 bytes.
            return false;
        }
        return mlDsa44(key.bytes(), message, untimed(signature));
    }

    /** ML-DSA-44 (FIPS 204) without a context, by a key and a signature of the lengths that these have. */
    static boolean mlDsa44(byte[] key, byte[] message, byte[] signature) {
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(false, new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, key));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }

    private static byte[] untimed(byte[] signature) {
        return Arrays.copyOfRange(signature, Long.BYTES, signature.length);
    }
}
