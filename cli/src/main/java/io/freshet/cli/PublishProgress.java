package io.freshet.cli;

import io.freshet.cli.screen.Figures;
import io.freshet.cli.screen.Status;
import io.freshet.core.Digest;
import io.freshet.providers.api.Traffic;
import io.freshet.publisher.ProgressListener;
import io.freshet.publisher.source.SourceSize;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Adds up how a publication goes on. */
final class PublishProgress implements ProgressListener, Supplier<Status> {

    private final Supplier<Traffic> traffic;
    private final LongAdder read = new LongAdder();
    private final LongAdder packs = new LongAdder();
    private final LongAdder packBytes = new LongAdder();
    private final LongAdder kept = new LongAdder();
    private volatile long total;
    private volatile long toKeep;

    PublishProgress(Supplier<Traffic> traffic) {
        this.traffic = traffic;
    }

    @Override
    public void started(SourceSize size) {
        total = size.bytes();
    }

    @Override
    public void read(long bytes) {
        read.add(bytes);
    }

    @Override
    public void unread(long bytes) {
        read.add(bytes);
    }

    @Override
    public void stored(Digest pack, long bytes) {
        packs.increment();
        packBytes.add(bytes);
    }

    @Override
    public void keeping(long bytes) {
        toKeep = bytes;
    }

    @Override
    public void kept(long bytes) {
        kept.add(bytes);
    }

    @Override
    public Status get() {
        if (toKeep > 0) {
            String note = "released; the copy is the base of the next release";
            return new Status("keep", Math.min(kept.sum(), toKeep), toKeep, note, List.of());
        }
        Traffic now = traffic.get();
        String stored = Figures.bytes(packBytes.sum()) + " in " + Figures.count(packs.sum(), "pack") + " stored";
        String sent = Figures.bytes(now.bytesSent()) + " sent, " + Figures.bytes(now.bytesReceived()) + " received in "
                + Figures.count(now.requests(), "request");
        return new Status("publish", Math.min(read.sum(), total), total, stored, List.of(sent));
    }
}
