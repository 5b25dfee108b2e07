package io.freshet.core.trust;

import java.io.IOException;

/** A private key that lies in a token, or with a service, and stays there. */
public interface KeyElsewhere {

    /**
     * Asks for its public half.
     *
     * @throws SignerException if there is no such key, it does not answer, or is of a type that signs nothing here
     */
    VerifyingKey publicKey() throws IOException;

    /**
     * Signs {@code message}, in the encoding of the public key's scheme. What comes back is checked by whoever asked for
     * it.
     *
     * @param publicKey what {@link #publicKey()} said when the key was taken up
     * @throws SignerException if it does not answer, or refuses
     */
    byte[] sign(VerifyingKey publicKey, byte[] message) throws IOException;
}
