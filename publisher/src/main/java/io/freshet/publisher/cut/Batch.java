package io.freshet.publisher.cut;

import io.freshet.core.Digest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A buffer of source bytes and what it was cut into. Whoever needs the bytes beyond the call that brought the batch
 * {@linkplain #retain retains} it; the buffer goes back to its pool when all have released it.
 */
public final class Batch {

    private final byte[] bytes;
    private final BufferPool pool;
    private final List<Cut> cuts = new ArrayList<>();
    private final AtomicInteger users = new AtomicInteger(1);
    private final CountDownLatch hashed = new CountDownLatch(1);
    private @Nullable Throwable failure;
    private List<Digest> ids = List.of();
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
    public List<Digest> ids() throws InterruptedException {
        hashed.await();
        if (failure != null) {
            throw new IllegalStateException("hashing failed", failure);
        }
        return ids;
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

    /** Finds the chunks' ids. */
    void hash() {
        try {
            MessageDigest sha256 = Digest.sha256();
            List<Digest> found = new ArrayList<>(cuts.size());
            for (Cut cut : cuts) {
                if (cut instanceof Cut.Chunk chunk) {
                    found.add(Digest.of(sha256, bytes, chunk.at(), chunk.length()));
                }
            }
            ids = found;
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            hashed.countDown();
        }
    }
}
