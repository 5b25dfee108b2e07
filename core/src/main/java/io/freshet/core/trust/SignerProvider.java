package io.freshet.core.trust;

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
     * The key that {@code uri} names. Asks nothing of it yet.
     *
     * @param uri with one of {@link #schemes()}
     * @param context what the program knows
     * @throws SignerException.Invalid if the URI can't be understood
     */
    KeyElsewhere open(String uri, SignerContext context) throws SignerException;
}
