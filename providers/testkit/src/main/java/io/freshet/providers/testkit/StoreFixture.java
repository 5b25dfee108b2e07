package io.freshet.providers.testkit;

import io.freshet.providers.api.ObjectStore;

/** An empty place for objects, for one test. */
public interface StoreFixture extends AutoCloseable {

    /** Opens the place; each call gives a store of its own on the same objects. */
    ObjectStore open() throws Exception;

    /** Whether compare-and-set holds in races too. A server for tests may say no; an authority can't. */
    default boolean compareAndSetHoldsInRaces() {
        return true;
    }

    /** Removes what may stay behind. */
    @Override
    default void close() throws Exception {}
}
