package io.freshet.bench.nights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Where the chunks of a history lie: packs of frames, written night after night. */
final class Layout {
    static final int PACK = 64 << 20;
    static final int RANGE = 8 << 20;
    static final int GAP = 12_000;

    /** What fetching some chunks reads. */
    record Read(long bytes, int requests) {}

    /** One request: bytes {@code [from, to)} of a pack. */
    record Range(int pack, long from, long to) {}

    private final History history;
    private final int limit;
    private final double share;
    private final int[] frameOf;
    private final int[] memberOf;
    private final List<int[]> packs = new ArrayList<>(); // frame numbers of each pack, in order
    private int frames;
    private int[] pack = new int[1024];
    private int[] offset = new int[1024];
    private int[] stored = new int[1024];
    private int[] members = new int[1024];
    private long written;

    Layout(History history, int limit) {
        this.history = history;
        this.limit = limit;
        this.share = history.share(limit);
        this.frameOf = new int[history.chunks()];
        Arrays.fill(frameOf, -1);
        this.memberOf = new int[history.chunks()];
    }

    /** Bytes of chunk {@code id} inside a frame. */
    double size(int id) {
        return history.single(id) * share;
    }

    int frameOf(int id) {
        return frameOf[id];
    }

    int memberOf(int id) {
        return memberOf[id];
    }

    int membersOf(int frame) {
        return members[frame];
    }

    int packOf(int frame) {
        return pack[frame];
    }

    int offsetOf(int frame) {
        return offset[frame];
    }

    int storedOf(int frame) {
        return stored[frame];
    }

    int packs() {
        return packs.size();
    }

    long written() {
        return written;
    }

    /** Writes groups of chunks one after the other; no frame holds chunks of two groups. */
    void write(int[]... groups) {
        var writer = new Writer();
        for (int[] group : groups) {
            for (int id : group) {
                writer.add(id);
            }
            writer.endFrame();
        }
        writer.endPack();
    }

    /** What a fetch of these chunks reads. */
    Read read(int[] ids) {
        var plan = plan(ids);
        return new Read(plan.stream().mapToLong(r -> r.to() - r.from()).sum(), plan.size());
    }

    /** The ranges that a fetch of these chunks asks for: at most 8 MiB each, short gaps read through. */
    List<Range> plan(int[] ids) {
        var wanted = new BitSet(frames);
        for (int id : ids) {
            wanted.set(frameOf[id]);
        }
        List<Range> plan = new ArrayList<>();
        int openPack = -1;
        long from = 0;
        long to = 0;
        for (int f = wanted.nextSetBit(0); f >= 0; f = wanted.nextSetBit(f + 1)) { // frame numbers rise with place
            long end = (long) offset[f] + stored[f];
            if (pack[f] != openPack || offset[f] - to > GAP || end - from > RANGE) {
                if (openPack >= 0) {
                    plan.add(new Range(openPack, from, to));
                }
                openPack = pack[f];
                from = offset[f];
            }
            to = end;
        }
        if (openPack >= 0) {
            plan.add(new Range(openPack, from, to));
        }
        return plan;
    }

    private final class Writer {
        private int[] members = new int[0];
        private int count;
        private long plain;
        private double size;
        private int at;
        private final List<Integer> inPack = new ArrayList<>();

        void add(int id) {
            if (count > 0 && plain + history.length(id) > limit) {
                endFrame();
            }
            if (members.length == count) {
                members = Arrays.copyOf(members, count * 2 + 8);
            }
            members[count++] = id;
            plain += history.length(id);
            size += size(id);
        }

        void endFrame() {
            if (count == 0) {
                return;
            }
            int bytes = (int) Math.round(size);
            if (at + bytes > PACK) {
                endPack();
            }
            if (frames == pack.length) {
                pack = Arrays.copyOf(pack, frames * 2);
                offset = Arrays.copyOf(offset, frames * 2);
                stored = Arrays.copyOf(stored, frames * 2);
                Layout.this.members = Arrays.copyOf(Layout.this.members, frames * 2);
            }
            pack[frames] = packs.size();
            offset[frames] = at;
            stored[frames] = bytes;
            Layout.this.members[frames] = count;
            for (int i = 0; i < count; i++) {
                frameOf[members[i]] = frames;
                memberOf[members[i]] = i;
            }
            inPack.add(frames++);
            at += bytes;
            written += bytes;
            count = 0;
            plain = 0;
            size = 0;
        }

        void endPack() {
            if (!inPack.isEmpty()) {
                packs.add(inPack.stream().mapToInt(i -> i).toArray());
                inPack.clear();
                at = 0;
            }
        }
    }
}
