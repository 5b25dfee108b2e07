package io.freshet.publisher.pack;

import io.freshet.core.Digest;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import io.freshet.publisher.crew.Crew;
import java.util.HashMap;
import java.util.Map;

/**
 * Hands packs to the sink, so many at once and no more: who makes packs faster than they are stored waits here. So does who
 * begins one while there is one more than that in memory, those of all streams counted.
 */
public final class PackSender {

    private final PackSink sink;
    private final Crew crew;
    private final int inFlight;
    private final PackStored listener;
    private final SlabPool slabs = new SlabPool();
    private final Map<Digest, Long> sizes = new HashMap<>();
    private long bytes;
    /** Guards how many packs of frames are being filled, and how many packs are on their way. */
    private final Object room = new Object();

    private int open;
    private int underWay;

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
        this.listener = listener;
    }

    /** A writer of a pack that this will {@link #send}: one of the small ones that index nodes are in. */
    public PackWriter newPack(long target) {
        return new PackWriter(target, slabs);
    }

    /**
     * A writer of a pack that this will {@link #sendFrames send}. Waits while there are enough in memory, as long as one
     * of them is on its way: else all would wait for each other.
     */
    PackWriter newPackOfFrames(long target) throws InterruptedException {
        synchronized (room) {
            while (underWay > 0 && open + underWay > inFlight) {
                room.wait();
            }
            open++;
        }
        return newPack(target);
    }

    /** Ends a pack that this will send. */
    public Pack finish(PackWriter full) {
        return sink.finish(full);
    }

    /** Sends a pack that was written by a writer of this, as soon as there is room. */
    public void send(Pack pack) throws InterruptedException {
        send(pack, 0);
    }

    /** Sends a pack of frames, which is open no more. */
    void sendFrames(Pack pack) throws InterruptedException {
        send(pack, 1);
    }

    private void send(Pack pack, int closed) throws InterruptedException {
        synchronized (sizes) {
            sizes.put(pack.name(), pack.length());
            bytes += pack.length();
        }
        synchronized (room) {
            while (underWay == inFlight) {
                room.wait();
            }
            open -= closed;
            underWay++;
        }
        crew.start("send-" + pack.name().brief(), () -> {
            sink.store(pack);
            slabs.giveBack(pack.bytes());
            listener.stored(pack.name(), pack.length());
            synchronized (room) {
                underWay--;
                room.notifyAll();
            }
        });
    }

    /** Waits until all that was sent is stored. */
    public void await() throws InterruptedException {
        synchronized (room) {
            while (underWay > 0) {
                room.wait();
            }
        }
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
