package io.freshet.providers.testkit;

import java.time.InstantSource;

class MemoryStoreTest implements ObjectStoreContract {
    @Override
    public StoreFixture fixture() {
        MemoryStore store = new MemoryStore(InstantSource.system());
        return () -> store;
    }
}
