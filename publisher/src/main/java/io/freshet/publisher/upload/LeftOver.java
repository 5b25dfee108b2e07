package io.freshet.publisher.upload;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackFooter;
import io.freshet.core.pack.PackRow;
import io.freshet.core.pack.PackTable;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.StoredPack;
import java.io.IOException;
import java.util.Optional;

/** Reads what is in packs that no snapshot mentions, by their own tables. */
final class LeftOver {

    /** Long enough for the tables of most packs, so that these take one request. */
    private static final int TAIL = 128 << 10;

    private LeftOver() {}

    /** A pack with chunks; nothing where it never arrived, holds none, or is no pack. */
    static Optional<StoredPack> read(ObjectStore store, Digest name) throws IOException {
        String key = Pack.path(name);
        Optional<ObjectStat> stat = store.stat(key);
        if (stat.isEmpty() || stat.get().size() < PackFooter.LENGTH) {
            return Optional.empty();
        }
        long size = stat.get().size();
        try {
            byte[] tail = tail(store, key, size, TAIL);
            int needed = PackFooter.parse(tail, size).tableLength() + PackFooter.LENGTH;
            byte[] enough = needed <= tail.length ? tail : tail(store, key, size, needed);
            return Optional.of(new StoredPack(name, size, PackTable.inTail(enough, size)))
                    .filter(LeftOver::hasChunks);
        } catch (FormatException e) {
            return Optional.empty();
        }
    }

    private static byte[] tail(ObjectStore store, String key, long size, int length) throws IOException {
        int count = (int) Math.min(size, length);
        return store.getRange(key, size - count, count);
    }

    private static boolean hasChunks(StoredPack pack) {
        return pack.table().rows().stream().anyMatch(PackRow.DataFrame.class::isInstance);
    }
}
