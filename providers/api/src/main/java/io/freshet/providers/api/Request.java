package io.freshet.providers.api;

/** One request to a store, which can be sent again. */
@FunctionalInterface
interface Request<T> {
    T send() throws StoreException;
}
