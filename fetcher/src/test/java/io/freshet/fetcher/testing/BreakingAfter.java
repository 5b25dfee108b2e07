package io.freshet.fetcher.testing;

import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Brings so many ranges, and fails from then on: what an interruption looks like from inside. */
public final class BreakingAfter implements RangeFetcher {

    private final RangeFetcher behind;
    private final int ranges;
    private final AtomicInteger brought = new AtomicInteger();

    /** @param ranges how many are brought */
    public BreakingAfter(int ranges, RangeFetcher behind) {
        this.ranges = ranges;
        this.behind = behind;
    }

    /** How many ranges were asked for. */
    public int asked() {
        return brought.get();
    }

    @Override
    public Receipt fetch(ObjectRange range, byte[] into, int at) throws IOException {
        if (brought.incrementAndGet() > ranges) {
            throw new IOException("broke after " + ranges + " ranges");
        }
        return behind.fetch(range, into, at);
    }

    @Override
    public Receipt again(Receipt wrong, byte[] into, int at, String reason) throws IOException {
        return behind.again(wrong, into, at, reason);
    }

    @Override
    public Receipt elsewhere(ObjectRange range, List<Receipt> tried, byte[] into, int at) throws IOException {
        return behind.elsewhere(range, tried, into, at);
    }

    @Override
    public void blame(Receipt wrong, Receipt right, String reason) {
        behind.blame(wrong, right, reason);
    }

    @Override
    public List<MirrorReport> reports() {
        return behind.reports();
    }
}
