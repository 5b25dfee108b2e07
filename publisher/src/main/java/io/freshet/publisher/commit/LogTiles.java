package io.freshet.publisher.commit;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.TilePath;
import io.freshet.core.log.TileSink;
import io.freshet.core.log.TileSource;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tiles and bundles of a log in a store. Partial tiles are kept, at most 8 KiB each and some sixteen of them: the
 * proof of an entry is made of those that were just written.
 */
final class LogTiles implements TileSource, TileSink {

    private final ObjectStore store;
    private final Map<TilePath, byte[]> partial = new HashMap<>();

    LogTiles(ObjectStore store) {
        this.store = store;
    }

    @Override
    public Optional<byte[]> read(TilePath path) throws IOException {
        byte[] kept = partial.get(path);
        if (kept != null) {
            return Optional.of(kept);
        }
        Optional<byte[]> found =
                store.get(LogPaths.tile(path), path.mostBytes()).map(StoredObject::bytes);
        found.ifPresent(bytes -> keep(path, bytes));
        return found;
    }

    @Override
    public void write(TilePath path, byte[] bytes) throws IOException {
        String object = LogPaths.tile(path);
        PutResult result = store.putIfAbsent(object, Body.of(bytes), ObjectHeaders.IMMUTABLE_BINARY);
        if (!(result instanceof PutResult.Stored)) {
            requireSame(object, path, bytes);
        }
        keep(path, bytes);
    }

    /** Every writer makes the same bytes of the same sequence; who finds others must not sign a tree over them. */
    private void requireSame(String object, TilePath path, byte[] bytes) throws IOException {
        boolean same = store.get(object, path.mostBytes())
                .map(found -> Arrays.equals(found.bytes(), bytes))
                .orElse(false);
        if (!same) {
            throw new FormatException(
                            object,
                            "is not what the log's sequence (log/seq/) makes of it: one of them was changed. Restore"
                                    + " both from another destination")
                    .in(store.url());
        }
    }

    private void keep(TilePath path, byte[] bytes) {
        if (path.level() != TilePath.ENTRIES && !path.isFull()) {
            partial.put(path, bytes);
        }
    }
}
