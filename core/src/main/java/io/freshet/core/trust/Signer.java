package io.freshet.core.trust;

import java.io.IOException;

/**
 * Whoever signs for a public key: a key file, a token, a service. A document is signed by the same steps whichever it
 * is; what comes back is checked by the public key before it is written anywhere.
 */
public interface Signer {

    /** The public half. */
    VerifyingKey publicKey();

    /** The public half's id. */
    default String id() {
        return publicKey().id();
    }

    /**
     * A signature of {@code message}, in the encoding of the public key's scheme.
     *
     * @throws IOException if the private half can't be reached, or refuses
     */
    byte[] sign(byte[] message) throws IOException;

    /**
     * The same, checked by the public key: a wrong signature is noticed here, and not by every node that reads it.
     *
     * @throws IOException also if what it signs is none by its public key
     */
    default byte[] signChecked(byte[] message) throws IOException {
        byte[] signature = sign(message);
        if (!publicKey().verifies(message, signature)) {
            throw new IOException("the signer of the key " + id()
                    + " made a signature that this key does not verify; its private key is another's, or damaged");
        }
        return signature;
    }
}
