package io.freshet.reader.diff;

import io.freshet.core.Digest;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.Item;
import io.freshet.core.lookup.ChunkTable;
import io.freshet.core.lookup.ChunkTableBuilder;
import io.freshet.fetcher.index.Spans;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fetch of the new snapshot downloads where the old one lies: the frames of the chunks that the old one does not
 * have, in the ranges that a fetch would ask for. Chunks wait on the disk until it is known what the old one has; what it
 * has in places that both share counts as missing, so that this is an upper bound.
 */
public final class UpdateCost implements ChunkUse, AutoCloseable {

    private static final long EXPECTED_CHUNKS = 1 << 20;
    /** As a fetch does, see {@code fetcher.plan}. */
    private static final long WINDOW_BYTES = 32 << 20;

    private final Path spool;
    private final ChunkTableBuilder known;
    private final DataOutputStream out;

    /**
     * What is downloaded.
     *
     * @param chunks how many chunks are new
     * @param bytes their bytes
     * @param stored bytes of the frames that they lie in
     * @param transferred bytes of the ranges that these are asked for in
     * @param requests how many ranges
     */
    public record Data(long chunks, long bytes, long stored, long transferred, long requests) {}

    /** @param directory where temporary files are made */
    public UpdateCost(Path directory) throws IOException {
        spool = Files.createTempFile(directory, "diff", ".spool");
        known = new ChunkTableBuilder(directory, EXPECTED_CHUNKS);
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(spool), 1 << 16));
    }

    @Override
    public void has(Item.Chunk chunk) throws IOException {
        known.add(chunk.id().word(0), 1);
    }

    @Override
    public void needs(Item.Chunk chunk, FrameRow frame) throws IOException {
        out.writeLong(chunk.id().word(0));
        out.writeInt(chunk.size());
        out.write(frame.pack().bytes());
        out.writeLong(frame.offset());
        out.writeInt(frame.stored());
    }

    /** The sum, after the comparison. */
    public Data finish() throws IOException {
        out.close();
        try (ChunkTable table = known.finish();
                DataInputStream in =
                        new DataInputStream(new BufferedInputStream(Files.newInputStream(spool), 1 << 16))) {
            Window window = new Window();
            byte[] pack = new byte[Digest.BYTES];
            while (true) {
                long word;
                try {
                    word = in.readLong();
                } catch (EOFException e) {
                    return window.end();
                }
                int size = in.readInt();
                in.readFully(pack);
                Frame frame = new Frame(Digest.at(pack, 0), in.readLong());
                window.add(frame, in.readInt(), table.find(word) == ChunkTable.NONE ? size : 0);
            }
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        known.close();
        Files.deleteIfExists(spool);
    }

    private record Frame(Digest pack, long offset) {}

    /** Frames that are asked for together. */
    private static final class Window {
        private final Map<Frame, Integer> frames = new LinkedHashMap<>();
        private long inWindow;
        private Data sum = new Data(0, 0, 0, 0, 0);

        void add(Frame frame, int stored, int newBytes) {
            if (newBytes == 0) {
                return;
            }
            sum = new Data(sum.chunks + 1, sum.bytes + newBytes, sum.stored, sum.transferred, sum.requests);
            if (frames.putIfAbsent(frame, stored) == null) {
                inWindow += stored;
            }
            if (inWindow >= WINDOW_BYTES) {
                ask();
            }
        }

        Data end() {
            ask();
            return sum;
        }

        private void ask() {
            List<Spans.Span<Frame>> spans = Spans.of(frames.entrySet().stream()
                    .map(frame -> new Spans.Part<>(
                            frame.getKey().pack, frame.getKey().offset, frame.getValue(), frame.getKey()))
                    .toList());
            sum = new Data(
                    sum.chunks,
                    sum.bytes,
                    sum.stored + inWindow,
                    sum.transferred
                            + spans.stream().mapToLong(Spans.Span::length).sum(),
                    sum.requests + spans.size());
            frames.clear();
            inWindow = 0;
        }
    }
}
