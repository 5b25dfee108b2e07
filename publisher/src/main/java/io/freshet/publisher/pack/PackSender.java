package io.freshet.publisher.pack;

import io.freshet.core.Digest;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import io.freshet.publisher.crew.Crew;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Hands packs to the sink, so many at once and no more: who makes packs faster than they are stored waits here. */
public final class PackSender {

    private final PackSink sink;
    private final Crew crew;
    private final Semaphore free;
    private final int inFlight;
    private final PackStored listener;
    private final SlabPool slabs = new SlabPool();
    private final Map<Digest, Long> sizes = new HashMap<>();
    private long bytes;

    /** Told of each pack that is stored; by many threads. */
    @FunctionalInterface
    public interface PackStored {
        /** A pack of so many bytes is at all destinations. */
        void stored(Digest pack, long bytes);
    }

    /** @param inFlight how many packs may be on their way at once */
    public PackSender(PackSink sink, int inFlight, Crew crew, PackStored listener) {
        this.sink = sink;
        this.crew = crew;
        this.inFlight = inFlight;
        this.free = new Semaphore(inFlight);
        this.listener = listener;
    }

    /** A writer of packs that this will send. */
    public PackWriter newPack(long target) {
        return new PackWriter(target, slabs);
    }

    /** Ends a pack that this will send. */
    public Pack finish(PackWriter full) {
        return sink.finish(full);
    }

    /** Sends a pack that was written by a writer of this, as soon as there is room. */
    public void send(Pack pack) throws InterruptedException {
        synchronized (sizes) {
            sizes.put(pack.name(), pack.length());
            bytes += pack.length();
        }
        free.acquire();
        crew.start("send-" + pack.name().brief(), () -> {
            sink.store(pack);
            slabs.giveBack(pack.bytes());
            listener.stored(pack.name(), pack.length());
            free.release();
        });
    }

    /** Waits until all that was sent is stored. */
    public void await() throws InterruptedException {
        free.acquire(inFlight);
        free.release(inFlight);
    }

    /** Lengths of all packs that were sent, by name. */
    public Map<Digest, Long> sizes() {
        synchronized (sizes) {
            return Map.copyOf(sizes);
        }
    }

    /** Bytes of all packs that were sent. */
    public long bytes() {
        synchronized (sizes) {
            return bytes;
        }
    }
}
