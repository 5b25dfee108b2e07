package io.freshet.core.log;

import java.nio.ByteBuffer;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** Cosigns with ML-DSA-44, as witnesses of others do: Freshet itself only verifies this. */
final class MlDsaCosigner {

    private final String name;
    private final MLDSAPrivateKeyParameters key;

    /** The key that 32 bytes of {@code seed} each make. */
    MlDsaCosigner(String name, int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        this.name = name;
        this.key = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, bytes);
    }

    VerifierKey key() {
        return new VerifierKey(name, SignatureType.COSIGNATURE_ML_DSA_44, LogText.base64(key.getPublicKey()));
    }

    NoteSignature cosign(Checkpoint checkpoint, long time) throws CryptoException {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, key);
        byte[] message = SignedMessage.mlDsaCosigned(name, checkpoint, time);
        signer.update(message, 0, message.length);
        return timed(time, signer.generateSignature());
    }

    /** A signature line of this key with whatever bytes. */
    NoteSignature timed(long time, byte[] signature) {
        return NoteSignature.of(
                key(),
                ByteBuffer.allocate(Long.BYTES + signature.length)
                        .putLong(time)
                        .put(signature)
                        .array());
    }
}
