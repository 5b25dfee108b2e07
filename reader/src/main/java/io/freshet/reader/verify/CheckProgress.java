package io.freshet.reader.verify;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** How far a check has come, in bytes of what it reads or asks for; read at any time by whoever shows it. */
public final class CheckProgress {

    private final AtomicLong total = new AtomicLong();
    private final LongAdder done = new LongAdder();
    private final LongAdder objects = new LongAdder();

    /** Adds to what there is to do. */
    public void expect(long bytes) {
        total.addAndGet(bytes);
    }

    /** Notes what is done. */
    public void done(long bytes) {
        done.add(bytes);
    }

    /** Notes that a pack or a file is done. */
    public void object() {
        objects.increment();
    }

    /** Bytes there are. */
    public long total() {
        return total.get();
    }

    /** Bytes that are done. */
    public long done() {
        return done.sum();
    }

    /** Packs or files that are done. */
    public long objects() {
        return objects.sum();
    }
}
