package io.freshet.core.log;

import io.freshet.core.trust.SigningKey;
import java.nio.ByteBuffer;

/**
 * Cosigns checkpoints with an Ed25519 key (tlog-cosignature, section Ed25519 signed message). The message does not name
 * the cosigner, so that no two may have the same key.
 *
 * @param name who cosigns
 */
public record Cosigner(String name, SigningKey signingKey) {

    public Cosigner {
        KeyName.requireShort(name);
    }

    /** What others verify its cosignatures with. */
    public VerifierKey key() {
        return VerifierKey.of(name, SignatureType.COSIGNATURE_ED25519, signingKey.publicKey());
    }

    /**
     * Says that of all trees of this log seen so far, {@code checkpoint} has the largest, and that it has grown from the
     * others: whoever calls this has checked it.
     *
     * @param time seconds since 1970
     */
    public NoteSignature cosign(Checkpoint checkpoint, long time) {
        if (time < 0) {
            throw new IllegalArgumentException("a cosignature is never made before 1970: " + time);
        }
        byte[] signature = signingKey.sign(SignedMessage.ed25519Cosigned(checkpoint.text(), time));
        byte[] timed = ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(time)
                .put(signature)
                .array();
        return NoteSignature.of(key(), timed);
    }
}
