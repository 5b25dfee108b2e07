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
    private volatile long total;

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
    public Status get() {
        Traffic now = traffic.get();
        String stored = Figures.bytes(packBytes.sum()) + " in " + Figures.count(packs.sum(), "pack") + " stored";
        String sent = Figures.bytes(now.bytesSent()) + " sent, " + Figures.bytes(now.bytesReceived()) + " received in "
                + Figures.count(now.requests(), "request");
        return new Status("publish", Math.min(read.sum(), total), total, stored, List.of(sent));
    }
}
