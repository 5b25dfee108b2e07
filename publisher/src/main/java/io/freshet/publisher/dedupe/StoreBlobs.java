package io.freshet.publisher.dedupe;

import io.freshet.core.FormatException;
import io.freshet.core.index.BlobDecoder;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.BlobSource;
import io.freshet.core.pack.Pack;
import io.freshet.providers.api.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Index blobs from an object store, neighbours in one request. For one thread. */
public final class StoreBlobs implements BlobSource, AutoCloseable {

    private static final int LARGEST_REQUEST = 8 << 20;
    /** What is read through rather than asked for anew. */
    private static final int GAP = 256 << 10;

    private final ObjectStore store;
    private final BlobDecoder decoder = new BlobDecoder();

    /** Blobs from {@code store}, which stays the caller's. */
    public StoreBlobs(ObjectStore store) {
        this.store = store;
    }

    @Override
    public void read(List<Wanted> blobs) throws IOException {
        List<Wanted> sorted = new ArrayList<>(blobs);
        sorted.sort(Comparator.comparing((Wanted wanted) -> wanted.place().pack())
                .thenComparingLong(wanted -> wanted.place().offset()));
        List<Wanted> together = new ArrayList<>();
        for (Wanted next : sorted) {
            if (!together.isEmpty() && !isNear(together, next.place())) {
                request(together);
                together.clear();
            }
            together.add(next);
        }
        if (!together.isEmpty()) {
            request(together);
        }
    }

    @Override
    public void close() {
        decoder.close();
    }

    private static boolean isNear(List<Wanted> together, BlobPlace next) {
        BlobPlace first = together.getFirst().place();
        BlobPlace last = together.getLast().place();
        return first.pack().equals(next.pack())
                && next.offset() - end(last) <= GAP
                && end(next) - first.offset() <= LARGEST_REQUEST;
    }

    private void request(List<Wanted> together) throws IOException {
        BlobPlace first = together.getFirst().place();
        long end =
                together.stream().mapToLong(wanted -> end(wanted.place())).max().orElseThrow();
        String key = Pack.path(first.pack());
        byte[] bytes = store.getRange(key, first.offset(), (int) (end - first.offset()));
        for (Wanted wanted : together) {
            try {
                int from = (int) (wanted.place().offset() - first.offset());
                wanted.taker().take(decoder.decode(wanted.place(), bytes, from));
            } catch (FormatException e) {
                throw e.in(store.url() + " " + key);
            }
        }
    }

    private static long end(BlobPlace place) {
        return place.offset() + place.stored();
    }
}
