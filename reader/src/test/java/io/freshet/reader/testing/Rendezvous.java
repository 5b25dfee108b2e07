package io.freshet.reader.testing;

import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Answers the first large ranges when so many of them are asked for at once. */
public final class Rendezvous implements RangeFetcher {

    private final RangeFetcher ranges;
    private final CountDownLatch latch;
    private final int atLeast;

    /** @param atLeast bytes of a range that counts */
    public Rendezvous(RangeFetcher ranges, int count, int atLeast) {
        this.ranges = ranges;
        this.latch = new CountDownLatch(count);
        this.atLeast = atLeast;
    }

    /** Whether so many were asked for at once. */
    public boolean met() {
        return latch.getCount() == 0;
    }

    @Override
    public Receipt fetch(ObjectRange range, byte[] into, int at) throws IOException {
        if (range.length() >= atLeast && range.object().startsWith("packs/")) {
            latch.countDown();
            try {
                if (!latch.await(20, TimeUnit.SECONDS)) {
                    throw new IOException("nobody else came");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
        return ranges.fetch(range, into, at);
    }

    @Override
    public Receipt again(Receipt wrong, byte[] into, int at, String reason) throws IOException {
        return ranges.again(wrong, into, at, reason);
    }

    @Override
    public List<MirrorReport> reports() {
        return ranges.reports();
    }
}
