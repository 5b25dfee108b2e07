package io.freshet.fetcher.download;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How far a fetch has come; read at any time by whoever shows it. All figures are bytes of files unless said. */
public final class Progress {

    private final AtomicLong total = new AtomicLong();
    private final LongAdder downloaded = new LongAdder();
    private final LongAdder reused = new LongAdder();
    private final LongAdder unread = new LongAdder();
    private final LongAdder zeros = new LongAdder();
    private final LongAdder damaged = new LongAdder();

    /** Sets how many bytes the snapshot has. */
    public void total(long bytes) {
        total.set(bytes);
    }

    /** Notes bytes that came from mirrors. */
    public void downloaded(long bytes) {
        downloaded.add(bytes);
    }

    /** Notes bytes that lay here already. */
    public void reused(long bytes) {
        reused.add(bytes);
    }

    /** Notes bytes that lay here already, in files that nobody has written to since they were verified. */
    public void unread(long bytes) {
        unread.add(bytes);
        reused.add(bytes);
    }

    /** Notes bytes that need no storage, or stood in the index. */
    public void free(long bytes) {
        zeros.add(bytes);
    }

    /** Notes local bytes that should have been right and were not. */
    public void damaged(long bytes) {
        damaged.add(bytes);
    }

    /** Bytes of the whole snapshot. */
    public long total() {
        return total.get();
    }

    /** Bytes that came from mirrors. */
    public long downloaded() {
        return downloaded.sum();
    }

    /** Bytes that lay here already. */
    public long reused() {
        return reused.sum();
    }

    /** Bytes of these that were not read once more. */
    public long unread() {
        return unread.sum();
    }

    /** Local bytes that were expected to be right and were not. */
    public long damaged() {
        return damaged.sum();
    }

    /** Bytes that are in their place. */
    public long done() {
        return downloaded.sum() + reused.sum() + zeros.sum();
    }
}
