package io.freshet.publisher.commit;

import io.freshet.core.log.LogPaths;
import io.freshet.core.log.TilePath;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.PutResult;
import java.io.IOException;
import java.util.Arrays;

/** A tile or bundle as it must be in a store. */
final class TileObject {

    private final ObjectStore store;
    private final TilePath path;
    private final byte[] bytes;

    TileObject(ObjectStore store, TilePath path, byte[] bytes) {
        this.store = store;
        this.path = path;
        this.bytes = bytes;
    }

    String name() {
        return LogPaths.tile(path);
    }

    /** Writes it if nothing is there; says whether it did. */
    boolean add() throws IOException {
        return store.putIfAbsent(name(), Body.of(bytes), ObjectHeaders.IMMUTABLE_BINARY) instanceof PutResult.Stored;
    }

    /** Whether what is there has its bytes. */
    boolean isThere() throws IOException {
        try {
            return store.get(name(), path.mostBytes())
                    .filter(found -> Arrays.equals(found.bytes(), bytes))
                    .isPresent();
        } catch (ObjectTooLarge e) {
            return false;
        }
    }

    /** Writes it over whatever is there. */
    void replace() throws IOException {
        store.put(name(), Body.of(bytes), ObjectHeaders.IMMUTABLE_BINARY);
    }
}
