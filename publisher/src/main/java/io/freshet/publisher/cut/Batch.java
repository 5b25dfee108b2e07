package io.freshet.publisher.cut;

import io.freshet.core.Digest;
import io.freshet.publisher.crew.Crew;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A buffer of source bytes and what it was cut into. Whoever needs the bytes beyond the call that brought the batch
 * {@linkplain #retain retains} it; the buffer goes back to its pool when all have released it.
 */
public final class Batch {

    private final byte[] bytes;
    private final BufferPool pool;
    private final List<Cut> cuts = new ArrayList<>();
    private final AtomicInteger users = new AtomicInteger(1);
    private Future<List<Digest>> ids = CompletableFuture.completedFuture(List.of());
    private long chunkBytes;

    Batch(byte[] bytes, BufferPool pool) {
        this.bytes = bytes;
        this.pool = pool;
    }

    /** The buffer that chunks lie in. */
    public byte[] bytes() {
        return bytes;
    }

    /** What it holds, in order. */
    public List<Cut> cuts() {
        return cuts;
    }

    /** Ids of the chunks among the cuts, in order; waits until they are known. */
    public List<Digest> ids() throws IOException, InterruptedException {
        return Crew.result(ids);
    }

    /** Keeps the bytes for one more user. */
    public void retain() {
        users.incrementAndGet();
    }

    /** One user is done with the bytes. */
    public void release() {
        if (users.decrementAndGet() == 0) {
            pool.giveBack(bytes);
        }
    }

    void add(Cut cut) {
        cuts.add(cut);
        if (cut instanceof Cut.Chunk chunk) {
            chunkBytes += chunk.length();
        }
    }

    boolean hasChunks() {
        return chunkBytes > 0;
    }

    /** Lets the crew find the ids that are not known yet. */
    void hash(Crew crew) {
        if (hasChunks()) {
            ids = crew.compute(this::hash);
        }
    }

    private List<Digest> hash() {
        MessageDigest sha256 = Digest.sha256();
        List<Digest> found = new ArrayList<>(cuts.size());
        for (Cut cut : cuts) {
            if (cut instanceof Cut.Chunk chunk) {
                found.add(chunk.id().orElseGet(() -> Digest.of(sha256, bytes, chunk.at(), chunk.length())));
            }
        }
        return found;
    }
}
