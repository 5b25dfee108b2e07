package io.freshet.reader.store;

import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is asked for. */
public final class CountedRanges implements RangeFetcher {

    private final RangeFetcher ranges;
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    /** @param ranges what is asked */
    public CountedRanges(RangeFetcher ranges) {
        this.ranges = ranges;
    }

    @Override
    public Receipt fetch(ObjectRange range, byte[] into, int at) throws IOException {
        count(range);
        return ranges.fetch(range, into, at);
    }

    @Override
    public Receipt again(Receipt wrong, byte[] into, int at, String reason) throws IOException {
        count(wrong.range());
        return ranges.again(wrong, into, at, reason);
    }

    @Override
    public List<MirrorReport> reports() {
        return ranges.reports();
    }

    /** Ranges that were asked for so far. */
    public long requests() {
        return requests.sum();
    }

    /** Their bytes. */
    public long bytes() {
        return bytes.sum();
    }

    private void count(ObjectRange range) {
        requests.increment();
        bytes.add(range.length());
    }
}
