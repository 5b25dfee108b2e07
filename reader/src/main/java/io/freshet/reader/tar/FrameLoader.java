package io.freshet.reader.tar;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.FrameDecompressor;
import io.freshet.core.pack.FrameLimits;
import io.freshet.fetcher.http.ObjectRange;
import io.freshet.fetcher.http.RangeFetcher;
import io.freshet.fetcher.http.Receipt;
import io.freshet.fetcher.index.Spans;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fetches windows of frames, several ranges at once, and verifies every chunk before anybody sees its bytes. The number
 * of benches bounds how many ranges are under way. What lies in delta frames was made before, and is read from there.
 */
final class FrameLoader implements AutoCloseable {

    private static final int BENCHES = 12;

    private final RangeFetcher ranges;
    private final MadeChunks made;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Bench> benches = new ArrayBlockingQueue<>(BENCHES);

    FrameLoader(RangeFetcher ranges, MadeChunks made) {
        this.ranges = ranges;
        this.made = made;
        for (int i = 0; i < BENCHES; i++) {
            benches.add(new Bench());
        }
    }

    /** Starts to fetch a window. */
    Loading load(TarWindow window) {
        List<Spans.Part<TarPart.Members>> wanted = new ArrayList<>();
        List<TarPart.Members> fromDeltas = new ArrayList<>();
        for (TarPart part : window.parts) {
            switch (part) {
                case TarPart.Plain _ -> {}
                case TarPart.Members members when members.isMade() -> fromDeltas.add(members);
                case TarPart.Members members -> {
                    FrameRow frame = members.frame;
                    wanted.add(new Spans.Part<>(frame.pack(), frame.offset(), frame.stored(), members));
                }
            }
        }
        Map<TarPart.Members, Future<Map<TarPart.Members, Arrived>>> spans = new HashMap<>();
        for (Spans.Span<TarPart.Members> span : Spans.of(wanted)) {
            Future<Map<TarPart.Members, Arrived>> fetched = threads.submit(() -> fetch(span));
            span.parts().forEach(part -> spans.put(part.what(), fetched));
        }
        if (!fromDeltas.isEmpty()) {
            Future<Map<TarPart.Members, Arrived>> read = threads.submit(() -> readMade(fromDeltas));
            fromDeltas.forEach(members -> spans.put(members, read));
        }
        return new Loading(window.parts, spans);
    }

    private Map<TarPart.Members, Arrived> readMade(List<TarPart.Members> parts) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        Map<TarPart.Members, Arrived> arrived = new HashMap<>();
        for (TarPart.Members members : parts) {
            byte[] plain = made.read(members);
            members.check(plain, 0, sha256);
            arrived.put(members, new Arrived(false, plain, 0, plain.length, plain.length));
        }
        return arrived;
    }

    private Map<TarPart.Members, Arrived> fetch(Spans.Span<TarPart.Members> span)
            throws IOException, InterruptedException {
        Bench bench = benches.take();
        try {
            byte[] stored = new byte[span.length()];
            Receipt receipt = ranges.fetch(ObjectRange.ofPack(span.pack(), span.offset(), span.length()), stored, 0);
            Map<TarPart.Members, Arrived> arrived = new HashMap<>();
            for (Spans.Part<TarPart.Members> part : span.parts()) {
                int at = (int) (part.offset() - span.offset());
                while (true) {
                    try {
                        arrived.put(part.what(), bench.verify(part.what(), stored, at));
                        break;
                    } catch (FormatException e) {
                        // The range comes into an array of its own: frames that were verified stay as they are.
                        stored = new byte[span.length()];
                        receipt = ranges.again(receipt, stored, 0, e.problem());
                    }
                }
            }
            return arrived;
        } finally {
            benches.add(bench);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
        benches.forEach(Bench::close);
    }

    /** What one range needs to be verified; used by one thread at a time. */
    private static final class Bench {
        private final byte[] plain = new byte[FrameLimits.MAX_CHUNK];
        private final FrameDecompressor decompressor = new FrameDecompressor();
        private final MessageDigest sha256 = Digest.sha256();

        Arrived verify(TarPart.Members members, byte[] stored, int at) throws FormatException {
            FrameRow frame = members.frame;
            decompressor.decompress(stored, at, frame.stored(), plain, 0, frame.plain());
            int from = frame.start(members.first);
            int to = from + members.plain();
            members.check(plain, from, sha256);
            return members.isWhole()
                    ? new Arrived(true, stored, at, frame.stored(), to - from)
                    : new Arrived(false, Arrays.copyOfRange(plain, from, to), 0, to - from, to - from);
        }

        void close() {
            decompressor.close();
        }
    }
}
