package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.Codec;
import java.util.ArrayList;
import java.util.List;

/** The plain form of location nodes of level 0. */
final class LocationLeafBytes {

    /** As many as the ids of which a content node has room for. */
    private static final int MOST_CHUNKS = ContentLimits.MAX_NODE_BYTES / Digest.BYTES;

    private LocationLeafBytes() {}

    static byte[] write(LocationNode.Leaf leaf) {
        PackNumbers packs = PackNumbers.forWriting();
        ByteWriter body = new ByteWriter(16 << 10);
        FrameRow.writeAll(leaf.frames(), body, packs);
        writeRuns(leaf, body);
        FrameRow.writeAll(leaf.deltas().frames(), body, packs);
        writeDeltaRuns(leaf.deltas().runs(), body);
        body.varint(leaf.times().size());
        long seconds = 0;
        for (ModifiedAt time : leaf.times()) {
            body.zigzag(time.seconds() - seconds).varint(time.nanos());
            seconds = time.seconds();
        }
        ByteWriter out = new ByteWriter(body.size() + 1024);
        out.magic(LocationNode.MAGIC, LocationNode.VERSION).u8(0).noFeatures().digest(leaf.content());
        packs.write(out);
        body.copyTo(out);
        return out.toBytes();
    }

    private static void writeRuns(LocationNode.Leaf leaf, ByteWriter out) {
        out.varint(leaf.runs().size());
        int from = 0;
        for (ChunkRun run : leaf.runs()) {
            out.varint(run.count()).zigzag(run.row() - from).varint(run.member());
            from = lastRow(leaf.frames(), run);
        }
    }

    private static void writeDeltaRuns(List<DeltaRun> runs, ByteWriter out) {
        out.varint(runs.size());
        int chunk = 0;
        int row = 0;
        for (DeltaRun run : runs) {
            out.varint(run.chunk() - chunk).varint(run.count());
            out.zigzag(run.row() - row).varint(run.member());
            chunk = run.chunk() + run.count();
            row = run.row();
        }
    }

    static LocationNode.Leaf read(ByteReader in, Digest content, PackNumbers packs) throws FormatException {
        MemberLengths members = new MemberLengths();
        List<FrameRow> frames = FrameRow.readAll(in, "number of frames", packs, members);
        List<ChunkRun> runs = readRuns(in, frames);
        List<FrameRow> deltas = FrameRow.readAll(in, "number of delta frames", packs, members);
        if (deltas.stream().anyMatch(frame -> frame.codec() != Codec.DELTA)) {
            throw in.error("a plain frame stands among the delta frames");
        }
        int placed = runs.stream().mapToInt(ChunkRun::count).sum();
        LeafDeltas also = new LeafDeltas(deltas, readDeltaRuns(in, deltas, placed));
        return new LocationNode.Leaf(content, frames, runs, also, readTimes(in));
    }

    private static List<DeltaRun> readDeltaRuns(ByteReader in, List<FrameRow> frames, int placed)
            throws FormatException {
        int count = in.count("number of delta runs", 4);
        List<DeltaRun> runs = new ArrayList<>(count);
        int chunk = 0;
        long row = 0;
        for (int i = 0; i < count; i++) {
            chunk += in.varint("number of chunks before a delta run", 0, placed - chunk);
            int chunks = in.varint("number of chunks in a delta run", 1, placed - chunk);
            row += in.zigzag();
            if (row < 0 || row >= frames.size()) {
                throw in.error("a delta run begins in row " + row + " of " + frames.size());
            }
            int most = frames.get((int) row).lengths().length - chunks;
            runs.add(new DeltaRun(chunk, chunks, (int) row, in.varint("a delta run's member", 0, most)));
            chunk += chunks;
        }
        return runs;
    }

    private static List<ChunkRun> readRuns(ByteReader in, List<FrameRow> frames) throws FormatException {
        int runCount = in.count("number of runs", 3);
        List<ChunkRun> runs = new ArrayList<>(runCount);
        long from = 0;
        int left = MOST_CHUNKS;
        for (int i = 0; i < runCount; i++) {
            int count = in.varint("number of chunks in a run", 1, left);
            left -= count;
            long row = from + in.zigzag();
            if (row < 0 || row >= frames.size()) {
                throw in.error("a run begins in row " + row + " of " + frames.size());
            }
            int most = frames.get((int) row).lengths().length - 1;
            ChunkRun run = new ChunkRun(count, (int) row, in.varint("a run's member", 0, most));
            from = lastRow(frames, run);
            if (from < 0) {
                throw in.error("a run goes past the last row");
            }
            runs.add(run);
        }
        return runs;
    }

    /** The row in which a run ends; -1 if there are too few rows. */
    private static int lastRow(List<FrameRow> frames, ChunkRun run) {
        int left = run.count() + run.member();
        int row = run.row();
        while (left > frames.get(row).lengths().length) {
            left -= frames.get(row).lengths().length;
            if (++row == frames.size()) {
                return -1;
            }
        }
        return row;
    }

    private static List<ModifiedAt> readTimes(ByteReader in) throws FormatException {
        int count = in.count("number of times", 2);
        List<ModifiedAt> times = new ArrayList<>(count);
        long seconds = 0;
        for (int i = 0; i < count; i++) {
            seconds += in.zigzag();
            int nanos = in.varint("nanoseconds", 0, 999_999_999);
            if (Math.abs(seconds) > ModifiedAt.MAX_SECONDS) {
                throw in.error("a time lies " + seconds + " s from 1970");
            }
            times.add(new ModifiedAt(seconds, nanos));
        }
        return times;
    }
}
