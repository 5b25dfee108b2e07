package io.freshet.core.trust;

import java.io.IOException;
import java.util.Set;

/**
 * Signs with private keys of one kind that lie elsewhere: in a token, with a service. Found by {@link
 * java.util.ServiceLoader}: a jar with a provider names it in {@code
 * META-INF/services/io.freshet.core.trust.SignerProvider}, and it has a public constructor without parameters.
 */
public interface SignerProvider {

    /** The URI schemes of its keys, in lower case. */
    Set<String> schemes();

    /**
     * Asks the token or the service for the public half of the key that {@code uri} names.
     *
     * @param uri with one of {@link #schemes()}
     * @param context what the program knows
     * @throws SignerException if there is no such key, it does not answer, or is of a type that signs nothing here
     */
    VerifyingKey find(String uri, SignerContext context) throws IOException;

    /**
     * Whoever signs with the key that {@code uri} names. Asks nothing yet: whether the key is there shows when it signs.
     * What it signs is checked by whoever asked for it.
     *
     * @param publicKey what {@link #find} said when the key was taken up
     * @throws SignerException.Invalid if the URI can't be understood
     */
    Signer open(String uri, VerifyingKey publicKey, SignerContext context) throws IOException;
}
