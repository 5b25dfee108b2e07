package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.ModifiedAt;
import io.freshet.core.pack.Codec;
import io.freshet.publisher.frame.ChunkAt;
import io.freshet.publisher.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of each content node when it is finished, on disk, until its location node can be written: places of
 * chunks as runs of members of numbered frames, and times.
 */
final class IndexNotes implements AutoCloseable {

    private static final int WINDOW = 256 << 10;

    private final Spool spool;
    private final ByteWriter runs = new ByteWriter(16 << 10);
    private final ByteWriter chunkDeltas = new ByteWriter(4 << 10);
    private final ByteWriter times = new ByteWriter(4 << 10);
    private final ByteWriter row = new ByteWriter(32 << 10);
    private int runCount;
    private int timeCount;
    private long runStart = -1;
    private int runChunks;
    private int chunks;
    private int deltaCount;
    private long deltaStart;
    private int deltaFirst;
    private int deltaChunks;

    IndexNotes(Path directory) throws IOException {
        spool = new Spool(directory);
    }

    /**
     * A content node.
     *
     * @param children how many of the nodes before it are its children; 0 for a leaf
     * @param runs of a leaf: where its chunks lie
     * @param chunkDeltas of a leaf: where known chunks of it lie once more
     */
    record Note(
            int level,
            Digest id,
            IndexPlace place,
            List<IndexDelta> deltas,
            int children,
            List<Run> runs,
            List<DeltaRun> chunkDeltas,
            List<ModifiedAt> times) {}

    /** So many chunks, one after the other in one frame, the first at {@code place} as {@link ChunkAt} writes it. */
    record Run(long place, int chunks) {}

    /** So many chunks, from number {@code first} of the leaf on, lie once more in one delta frame. */
    record DeltaRun(int first, long place, int chunks) {}

    /** Notes the place of the next chunk of the open leaf. */
    void chunk(long place) {
        chunks++;
        if (runChunks > 0 && isNext(place, runStart, runChunks)) {
            runChunks++;
            return;
        }
        endRun();
        runStart = place;
        runChunks = 1;
    }

    /** Notes where the chunk that was noted last lies once more. */
    void delta(long place) {
        boolean follows = deltaChunks > 0 && deltaFirst + deltaChunks == chunks - 1;
        if (follows && isNext(place, deltaStart, deltaChunks)) {
            deltaChunks++;
            return;
        }
        endDelta();
        deltaFirst = chunks - 1;
        deltaStart = place;
        deltaChunks = 1;
    }

    /** Notes the time of the next path of the open leaf. */
    void time(ModifiedAt time) {
        times.zigzag(time.seconds()).varint(time.nanos());
        timeCount++;
    }

    /** A node is finished; if it is a leaf, with all that was noted since the leaf before. */
    void node(int level, Digest id, IndexPlace place, List<IndexDelta> deltas, int children) throws IOException {
        row.clear();
        row.u8(level).digest(id);
        write(place);
        row.varint(deltas.size());
        for (IndexDelta delta : deltas) {
            row.varint(delta.bases().size());
            delta.bases().forEach(row::digest);
            write(delta.place());
        }
        if (level == 0) {
            endRun();
            row.varint(runCount);
            runs.copyTo(row);
            endDelta();
            row.varint(deltaCount);
            chunkDeltas.copyTo(row);
            row.varint(timeCount);
            times.copyTo(row);
            runs.clear();
            chunkDeltas.clear();
            times.clear();
            runCount = 0;
            deltaCount = 0;
            chunks = 0;
            timeCount = 0;
        } else {
            row.varint(children);
        }
        spool.append(row);
    }

    /** Reads all nodes in the order in which they came. */
    Cursor read() throws IOException {
        spool.flush();
        return new Cursor();
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    private static boolean isNext(long place, long start, int count) {
        return ChunkAt.stream(place) == ChunkAt.stream(start)
                && ChunkAt.frame(place) == ChunkAt.frame(start)
                && ChunkAt.member(place) == ChunkAt.member(start) + count;
    }

    private void endDelta() {
        if (deltaChunks > 0) {
            chunkDeltas.varint(deltaFirst).varint(deltaStart).varint(deltaChunks);
            deltaCount++;
            deltaChunks = 0;
        }
    }

    private void endRun() {
        if (runChunks > 0) {
            runs.varint(runStart).varint(runChunks);
            runCount++;
            runChunks = 0;
        }
    }

    private void write(IndexPlace place) {
        switch (place) {
            case IndexPlace.Named(BlobPlace named) -> {
                row.u8(1);
                named.write(row);
            }
            case IndexPlace.Numbered(int pack, long offset, int stored, int plain, Codec codec) -> {
                row.u8(0)
                        .varint(pack)
                        .varint(offset)
                        .varint(stored)
                        .varint(plain)
                        .u8(codec.number());
            }
        }
    }

    private static IndexPlace place(ByteReader in) throws IOException {
        if (in.u8() == 1) {
            return new IndexPlace.Named(BlobPlace.read(in, Digest.ZERO, ContentNode.MAX_BYTES));
        }
        int pack = (int) in.varint();
        long offset = in.varint();
        int stored = (int) in.varint();
        int plain = (int) in.varint();
        return new IndexPlace.Numbered(pack, offset, stored, plain, Codec.read(in));
    }

    private static List<IndexDelta> deltas(ByteReader in) throws IOException {
        int count = (int) in.varint();
        List<IndexDelta> deltas = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int size = (int) in.varint();
            List<Digest> bases = new ArrayList<>(size);
            for (int k = 0; k < size; k++) {
                bases.add(in.digest());
            }
            deltas.add(new IndexDelta(bases, place(in)));
        }
        return deltas;
    }

    /** Goes through the notes once. */
    final class Cursor {

        private final Spool.Reader reader = spool.reader(WINDOW);
        private final long end = spool.length();
        private long at;

        private Cursor() {}

        /** The next node, null behind the last. */
        @Nullable
        Note next() throws IOException {
            if (at == end) {
                return null;
            }
            ByteReader in = reader.row(at);
            at = reader.next();
            int level = in.u8();
            Digest id = in.digest();
            IndexPlace place = place(in);
            List<IndexDelta> deltas = deltas(in);
            if (level > 0) {
                return new Note(level, id, place, deltas, (int) in.varint(), List.of(), List.of(), List.of());
            }
            int runs = (int) in.varint();
            List<Run> runList = new ArrayList<>(runs);
            for (int i = 0; i < runs; i++) {
                runList.add(new Run(in.varint(), (int) in.varint()));
            }
            int deltaRuns = (int) in.varint();
            List<DeltaRun> deltaList = new ArrayList<>(deltaRuns);
            for (int i = 0; i < deltaRuns; i++) {
                deltaList.add(new DeltaRun((int) in.varint(), in.varint(), (int) in.varint()));
            }
            int times = (int) in.varint();
            List<ModifiedAt> timeList = new ArrayList<>(times);
            for (int i = 0; i < times; i++) {
                timeList.add(new ModifiedAt(in.zigzag(), (int) in.varint()));
            }
            return new Note(0, id, place, deltas, 0, runList, deltaList, timeList);
        }
    }
}
