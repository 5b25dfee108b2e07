package io.freshet.reader.store;

import io.freshet.core.trust.MetadataSource;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Trust metadata from object stores, each standing for a mirror by its URL. */
public final class StoreMetadata implements MetadataSource {

    private final List<ObjectStore> stores;

    /** @param stores stay the caller's */
    public StoreMetadata(List<ObjectStore> stores) {
        this.stores = List.copyOf(stores);
    }

    @Override
    public List<String> mirrors() {
        return stores.stream().map(ObjectStore::url).toList();
    }

    @Override
    public Optional<byte[]> fetch(String mirror, String path, int maxBytes) throws IOException {
        for (ObjectStore store : stores) {
            if (store.url().equals(mirror)) {
                try {
                    return store.get(path, maxBytes).map(StoredObject::bytes);
                } catch (ObjectTooLarge e) {
                    // One byte more than is of use says the same, and is refused for it.
                    return Optional.of(new byte[maxBytes + 1]);
                }
            }
        }
        throw new IllegalArgumentException(mirror + " is not one of the stores");
    }
}
