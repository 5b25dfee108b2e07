package io.freshet.providers.testkit;

import io.freshet.providers.api.ObjectStore;

/** Where a part of the contract suite gets its store from. */
interface ContractOf {

    /** A fixture for one test, empty. */
    StoreFixture fixture() throws Exception;

    /** Runs {@code test} with a store in an empty place. */
    default void with(StoreTest test) throws Exception {
        try (StoreFixture fixture = fixture();
                ObjectStore store = fixture.open()) {
            test.run(store);
        }
    }

    /** A test of one store. */
    @FunctionalInterface
    interface StoreTest {
        void run(ObjectStore store) throws Exception;
    }
}
