package io.freshet.reader.diff;

import io.freshet.core.Digest;
import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.Item;
import io.freshet.core.lookup.ChunkTable;
import io.freshet.core.lookup.ChunkTableBuilder;
import io.freshet.core.pack.Codec;
import io.freshet.fetcher.index.Spans;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a fetch of the new snapshot downloads where the old one lies: the frames of the chunks that the old one does not
 * have, in the ranges that a fetch would ask for. Chunks wait on the disk until it is known what the old one has; what it
 * has in places that both share counts as missing. The old snapshot is taken to have what deltas are made against: it has
 * if it is the one before, and nothing was written into the files since. A chunk that lies in a delta frame alone costs
 * that frame, whichever way it is fetched.
 */
public final class UpdateCost implements ChunkUse, AutoCloseable {

    private static final long EXPECTED_CHUNKS = 1 << 20;
    /** As a fetch does, see {@code fetcher.plan}. */
    private static final long WINDOW_BYTES = 32 << 20;

    private final Path spool;
    private final ChunkTableBuilder known;
    private final DataOutputStream out;

    /**
     * What is downloaded in one of two ways.
     *
     * @param update as a fetch does it: deltas, where they are shorter
     * @param plain as it would be without the deltas that are a second place of their chunks
     */
    public record Ways(Data update, Data plain) {}

    /**
     * What is downloaded.
     *
     * @param chunks how many chunks are new
     * @param bytes their bytes
     * @param deltaChunks how many of them are made of deltas
     * @param stored bytes of the frames that they lie in
     * @param transferred bytes of the ranges that these are asked for in
     * @param requests how many ranges
     */
    public record Data(long chunks, long bytes, long deltaChunks, long stored, long transferred, long requests) {}

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
    public void needs(Item.Chunk chunk, ChunkPlaces at) throws IOException {
        out.writeLong(chunk.id().word(0));
        out.writeInt(chunk.size());
        write(at.frame());
        FrameRow delta = at.delta();
        out.writeBoolean(delta != null);
        if (delta != null) {
            write(delta);
        }
    }

    private void write(FrameRow frame) throws IOException {
        out.write(frame.pack().bytes());
        out.writeLong(frame.offset());
        out.writeInt(frame.stored());
        out.writeInt(frame.plain());
        out.writeBoolean(frame.codec() == Codec.DELTA);
    }

    private static Frame readFrame(DataInputStream in) throws IOException {
        byte[] pack = new byte[Digest.BYTES];
        in.readFully(pack);
        return new Frame(Digest.at(pack, 0), in.readLong(), in.readInt(), in.readInt(), in.readBoolean());
    }

    /** The sums, after the comparison. */
    public Ways finish() throws IOException {
        out.close();
        try (ChunkTable table = known.finish();
                DataInputStream in =
                        new DataInputStream(new BufferedInputStream(Files.newInputStream(spool), 1 << 16))) {
            Window update = new Window();
            Window plain = new Window();
            while (true) {
                long word;
                try {
                    word = in.readLong();
                } catch (EOFException e) {
                    return new Ways(update.end(), plain.end());
                }
                int size = in.readInt();
                Frame frame = readFrame(in);
                Optional<Frame> delta = in.readBoolean() ? Optional.of(readFrame(in)) : Optional.empty();
                if (table.find(word) == ChunkTable.NONE) {
                    update.add(new Needed(size, frame), delta);
                    plain.add(new Needed(size, frame), Optional.empty());
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        known.close();
        Files.deleteIfExists(spool);
    }

    private record Frame(Digest pack, long offset, int stored, int plain, boolean isDelta) {
        /** What it takes of a window: bases are as long as the plain bytes that are made of them. */
        int weight() {
            return isDelta ? plain : stored;
        }
    }

    /** A new chunk, and the frame that it lies in, which may be a delta frame. */
    private record Needed(int size, Frame frame) {
        /** Its share of that frame. */
        long stored() {
            return (long) frame.stored * size / frame.plain;
        }
    }

    /** Frames that are asked for together. */
    private static final class Window {
        private final Set<Frame> frames = new LinkedHashSet<>();
        private final Map<Frame, List<Needed>> deltas = new LinkedHashMap<>();
        private long inWindow;
        private Data sum = new Data(0, 0, 0, 0, 0, 0);

        void add(Needed chunk, Optional<Frame> delta) {
            sum = new Data(
                    sum.chunks + 1,
                    sum.bytes + chunk.size,
                    sum.deltaChunks + (chunk.frame.isDelta ? 1 : 0),
                    sum.stored,
                    sum.transferred,
                    sum.requests);
            if (delta.isPresent() && !chunk.frame.isDelta) {
                List<Needed> members = deltas.computeIfAbsent(delta.get(), frame -> new ArrayList<>());
                members.add(chunk);
                inWindow += members.size() == 1 ? delta.get().weight() : 0;
            } else {
                inWindow += frames.add(chunk.frame) ? chunk.frame.weight() : 0;
            }
            if (inWindow >= WINDOW_BYTES) {
                ask();
            }
        }

        Data end() {
            ask();
            return sum;
        }

        /**
         * A delta frame is read where it is shorter than what its chunks take of their plain frames, or must be read for
         * other chunks anyway.
         */
        private void ask() {
            long made = 0;
            Set<Frame> asked = new LinkedHashSet<>();
            Set<Frame> anyway = Set.copyOf(frames);
            for (Map.Entry<Frame, List<Needed>> delta : deltas.entrySet()) {
                List<Needed> members = delta.getValue();
                if (anyway.contains(delta.getKey())
                        || delta.getKey().stored
                                < members.stream().mapToLong(Needed::stored).sum()) {
                    made += members.size();
                    asked.add(delta.getKey());
                } else {
                    members.forEach(chunk -> frames.add(chunk.frame));
                }
            }
            asked.addAll(frames);
            List<Spans.Span<Frame>> spans = Spans.of(asked.stream()
                    .map(frame -> new Spans.Part<>(frame.pack, frame.offset, frame.stored, frame))
                    .toList());
            sum = new Data(
                    sum.chunks,
                    sum.bytes,
                    sum.deltaChunks + made,
                    sum.stored + asked.stream().mapToLong(Frame::stored).sum(),
                    sum.transferred
                            + spans.stream().mapToLong(Spans.Span::length).sum(),
                    sum.requests + spans.size());
            frames.clear();
            deltas.clear();
            inWindow = 0;
        }
    }
}
