package io.freshet.fetcher.index;

import io.freshet.core.FormatException;
import io.freshet.core.index.BlobDecoder;
import io.freshet.core.index.BlobSource;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Index blobs from mirrors: neighbours in one request, several requests at once, wrong bytes asked for again elsewhere. */
public final class MirrorBlobs implements BlobSource {

    private final RangeFetcher mirrors;

    /** @param mirrors where packs are read from */
    public MirrorBlobs(RangeFetcher mirrors) {
        this.mirrors = mirrors;
    }

    @Override
    public void read(List<Wanted> blobs) throws IOException {
        List<Spans.Part<Wanted>> parts = new ArrayList<>(blobs.size());
        for (Wanted wanted : blobs) {
            parts.add(new Spans.Part<>(
                    wanted.place().pack(),
                    wanted.place().offset(),
                    wanted.place().stored(),
                    wanted));
        }
        List<Callable<Void>> reads = new ArrayList<>();
        for (Spans.Span<Wanted> span : Spans.of(parts)) {
            reads.add(() -> {
                read(span);
                return null;
            });
        }
        Parallel.run(reads);
    }

    private void read(Spans.Span<Wanted> span) throws IOException {
        byte[] stored = new byte[span.length()];
        Receipt receipt = mirrors.fetch(ObjectRange.ofPack(span.pack(), span.offset(), span.length()), stored, 0);
        try (BlobDecoder decoder = new BlobDecoder()) {
            for (Spans.Part<Wanted> part : span.parts()) {
                while (true) {
                    try {
                        Wanted wanted = part.what();
                        wanted.taker()
                                .take(decoder.decode(wanted.place(), stored, (int) (part.offset() - span.offset())));
                        break;
                    } catch (FormatException e) {
                        receipt = mirrors.again(receipt, stored, 0, e.problem());
                    }
                }
            }
        }
    }
}
