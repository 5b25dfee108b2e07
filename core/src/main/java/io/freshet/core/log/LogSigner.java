package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.trust.SigningKey;

/**
 * Signs notes with an Ed25519 key (signed-note, section Ed25519 signatures).
 *
 * @param name the key's name: the log's origin
 */
public record LogSigner(String name, SigningKey signingKey) {

    public LogSigner {
        KeyName.requireShort(name);
    }

    /** What others verify its signatures with. */
    public VerifierKey key() {
        return VerifierKey.of(name, SignatureType.ED25519, signingKey.publicKey());
    }

    /** Signs a note's text. */
    public NoteSignature sign(String text) {
        return NoteSignature.of(key(), signingKey.sign(text.getBytes(UTF_8)));
    }
}
