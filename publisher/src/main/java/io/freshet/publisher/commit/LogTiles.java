package io.freshet.publisher.commit;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.TilePath;
import io.freshet.core.log.TileSink;
import io.freshet.core.log.TileSource;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The tiles and bundles of a log in a store. Partial tiles are kept, at most 8 KiB each and some sixteen of them: the
 * proof of an entry is made of those that were just written.
 */
final class LogTiles implements TileSource, TileSink {

    private final ObjectStore store;
    private final LogSequence.SignedSize signed;
    private final Consumer<RemadeTiles> remade;
    private final Map<TilePath, byte[]> partial = new HashMap<>();

    /**
     * Those that are written to as well.
     *
     * @param signed how many entries signed trees reach to by now
     * @param remade is told of what lay where no signed tree has a tile, and was replaced
     */
    LogTiles(ObjectStore store, LogSequence.SignedSize signed, Consumer<RemadeTiles> remade) {
        this.store = store;
        this.signed = signed;
        this.remade = remade;
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
        TileObject tile = new TileObject(store, path, bytes);
        if (!tile.add() && !tile.isThere()) {
            replace(tile, path);
        }
        keep(path, bytes);
    }

    /**
     * Every writer makes the same bytes of the same sequence, so that it is no matter which of several replaces what none
     * of them has written. Where a tree is signed that has this tile, who finds others must not sign one over them; that
     * is asked now, as another writer may have signed it since this one began.
     */
    private void replace(TileObject tile, TilePath path) throws IOException {
        if (path.isDecidedBy(signed.get())) {
            throw new FormatException(
                            tile.name(),
                            "is not what the log's sequence (log/seq/) makes of it: one of them was changed. Restore"
                                    + " both from another destination, or, where log/seq/ is right, delete that tile")
                    .in(store.url());
        }
        tile.replace();
        remade.accept(RemadeTiles.of(tile.name()));
    }

    private void keep(TilePath path, byte[] bytes) {
        if (path.level() != TilePath.ENTRIES && !path.isFull()) {
            partial.put(path, bytes);
        }
    }
}
