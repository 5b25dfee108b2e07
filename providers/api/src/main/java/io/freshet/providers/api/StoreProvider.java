package io.freshet.providers.api;

import java.util.Set;

/**
 * Opens stores of one kind. Found by {@link java.util.ServiceLoader}: a jar with a provider names it in {@code
 * META-INF/services/io.freshet.providers.api.StoreProvider}, and it has a public constructor without parameters.
 */
public interface StoreProvider {
    /** The URL schemes that this provider opens, in lower case. */
    Set<String> schemes();

    /**
     * Opens a store. Asks nothing of the network: whether it exists and lets us in shows with the first request.
     *
     * @param url with one of {@link #schemes()}
     * @param context what the program knows; nothing else of the process's environment is read
     * @throws InvalidStoreUrl if the URL misses something, or has a parameter that this provider doesn't know
     */
    ObjectStore open(StoreUrl url, StoreContext context) throws StoreException;
}
