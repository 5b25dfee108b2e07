package io.freshet.reader.tar;

import io.freshet.core.Digest;
import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.Item;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.http.RangeFetcher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The archive as a stream of parts: gathers them into windows, keeps some of these under way, writes them in order. */
final class TarStream implements AutoCloseable {

    /** Windows that are fetched while one is written. */
    private static final int AHEAD = 4;

    private static final int PLAIN_PART = 256 << 10;

    private final FrameLoader loader;
    private final FrameOutput out;
    private final Progress progress;
    private final Deque<Loading> loading = new ArrayDeque<>();
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
    private TarWindow window = new TarWindow();
    private TarPart.@Nullable Members members;

    /** @param made has the chunks that lie in delta frames */
    TarStream(RangeFetcher ranges, MadeChunks made, OutputStream out, Progress progress) {
        this.loader = new FrameLoader(ranges, made);
        this.out = new FrameOutput(out);
        this.progress = progress;
    }

    /** Appends bytes. */
    void plain(byte[] bytes) throws IOException {
        endMembers();
        plain.writeBytes(bytes);
        if (plain.size() >= PLAIN_PART) {
            endPlain();
        }
    }

    /** Appends a chunk. */
    void chunk(Item.Chunk chunk, ChunkPlaces at) throws IOException {
        Digest id = chunk.id();
        if (members == null || !members.add(at.frame(), at.member(), id)) {
            endMembers();
            endPlain();
            members = new TarPart.Members(at.frame(), at.member());
            members.add(at.frame(), at.member(), id);
        }
    }

    /** Writes all that was appended. */
    TarReport finish(long entries, long bytes) throws IOException {
        endMembers();
        endPlain();
        start();
        while (!loading.isEmpty()) {
            write(loading.remove());
        }
        out.flush();
        return out.report(entries, bytes);
    }

    @Override
    public void close() {
        loader.close();
        out.close();
    }

    private void endMembers() throws IOException {
        if (members != null) {
            add(members);
            members = null;
        }
    }

    private void endPlain() throws IOException {
        if (plain.size() > 0) {
            add(new TarPart.Plain(plain.toByteArray()));
            plain.reset();
        }
    }

    private void add(TarPart part) throws IOException {
        window.add(part);
        if (window.isEnough()) {
            start();
        }
    }

    private void start() throws IOException {
        if (!window.isEmpty()) {
            loading.add(loader.load(window));
            window = new TarWindow();
        }
        while (loading.size() > AHEAD) {
            write(loading.remove());
        }
    }

    private void write(Loading next) throws IOException {
        next.take((part, isContent) -> {
            out.write(part);
            if (isContent) {
                progress.downloaded(part.plain());
            }
        });
    }
}
