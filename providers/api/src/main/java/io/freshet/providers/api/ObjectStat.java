package io.freshet.providers.api;

import java.time.Instant;
import java.util.Objects;

/**
 * What a store says of an object without reading it.
 *
 * @param key the object's key, relative to the store's prefix
 * @param size in bytes
 * @param lastModified by the store's clock, to the second or better
 */
public record ObjectStat(String key, long size, Instant lastModified) {
    public ObjectStat {
        StoreKeys.require(key);
        Objects.requireNonNull(lastModified);
        if (size < 0) {
            throw new IllegalArgumentException("size of " + key + " is negative: " + size);
        }
    }
}
