package io.freshet.core.index;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
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
        writeFrames(leaf, packs, body);
        writeRuns(leaf, body);
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

    private static void writeFrames(LocationNode.Leaf leaf, PackNumbers packs, ByteWriter out) {
        out.varint(leaf.frames().size());
        FrameRow previous = null;
        for (FrameRow row : leaf.frames()) {
            row.write(out, packs, previous);
            previous = row;
        }
    }

    private static void writeRuns(LocationNode.Leaf leaf, ByteWriter out) {
        out.varint(leaf.runs().size());
        int from = 0;
        for (ChunkRun run : leaf.runs()) {
            out.varint(run.count()).zigzag(run.row() - from).varint(run.member());
            from = lastRow(leaf.frames(), run);
        }
    }

    static LocationNode.Leaf read(ByteReader in, Digest content, PackNumbers packs) throws FormatException {
        int frameCount = in.count("number of frames", 5);
        List<FrameRow> frames = new ArrayList<>(frameCount);
        MemberLengths members = new MemberLengths();
        FrameRow previous = null;
        for (int i = 0; i < frameCount; i++) {
            previous = FrameRow.read(in, packs, members, previous);
            frames.add(previous);
        }
        checkBases(in, frames);
        return new LocationNode.Leaf(content, frames, readRuns(in, frames), readTimes(in));
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

    private static void checkBases(ByteReader in, List<FrameRow> frames) throws FormatException {
        for (FrameRow frame : frames) {
            int deepest = -1;
            for (FrameRow.Base base : frame.bases()) {
                if (base.row() >= frames.size()
                        || base.member() >= frames.get(base.row()).lengths().length) {
                    throw in.error(
                            "a base names member " + base.member() + " of row " + base.row() + ", which is not there");
                }
                if (frames.get(base.row()).depth() >= frame.depth()) {
                    throw in.error("a frame of depth " + frame.depth() + " has a base that is no less deep");
                }
                deepest = Math.max(deepest, frames.get(base.row()).depth());
            }
            if (frame.depth() != deepest + 1) {
                throw in.error("a frame of depth " + frame.depth() + " has bases of depth " + deepest + " at most");
            }
        }
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
