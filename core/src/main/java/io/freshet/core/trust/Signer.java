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
     * The same, having looked whether it is one.
     *
     * @throws IOException if it can't sign, or what it signs is none by its public key: said here, and not by every
     *     node that reads the document
     */
    default byte[] checked(byte[] message) throws IOException {
        byte[] signature = sign(message);
        if (!publicKey().verifies(message, signature)) {
            throw new IOException("the signer of the key " + id()
                    + " made a signature that this key does not verify; its private key is another's, or damaged");
        }
        return signature;
    }
}
