package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.trust.Ed25519Key;
import io.freshet.core.trust.Signer;
import java.io.IOException;

/**
 * Signs notes with an Ed25519 key (signed-note, section Ed25519 signatures), wherever that lies.
 *
 * @param name the key's name: the log's origin
 */
public record LogSigner(String name, Signer signingKey) {

    public LogSigner {
        KeyName.requireShort(name);
        publicKey(signingKey);
    }

    private static Ed25519Key publicKey(Signer signer) {
        if (signer.publicKey() instanceof Ed25519Key ed25519) {
            return ed25519;
        }
        throw new IllegalArgumentException("notes are signed by keys of Ed25519, not of "
                + signer.publicKey().algorithm());
    }

    /** What others verify its signatures with. */
    public VerifierKey key() {
        return VerifierKey.of(name, SignatureType.ED25519, publicKey(signingKey));
    }

    /**
     * Signs a note's text.
     *
     * @throws IOException if the key can't be reached, or refuses, or signs as another
     */
    public NoteSignature sign(String text) throws IOException {
        byte[] message = text.getBytes(UTF_8);
        return NoteSignature.of(key(), signingKey.checked(message));
    }
}
