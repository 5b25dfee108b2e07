package io.freshet.bench.nights;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What the index of a night costs, in bytes: nodes as the format cuts them, location nodes as it encodes them. Ids are drawn
 * from chunk numbers, so that they compress as digests do: not at all.
 */
final class IndexCost {
    private static final int LEAST = 65_536;
    private static final int MOST = 983_040;
    private static final int DIGEST = 32;

    /**
     * @param content all content nodes of level 0
     * @param contentChanged those that the parent does not have
     * @param contentDelta the same, compressed against the parent's entries around the same place
     * @param location all location nodes, compressed one by one
     * @param locationChanged those that the parent does not have
     */
    record Cost(long content, long contentChanged, long contentDelta, long location, long locationChanged, int nodes) {}

    private final History history;
    private final Layout layout;
    private Set<Integer> contentBefore = Set.of();
    private Set<Integer> locationBefore = Set.of();
    private int[] idsBefore = new int[0];

    IndexCost(History history, Layout layout) {
        this.history = history;
        this.layout = layout;
    }

    /** The cost of a night, which must be the one after the last that was asked for. */
    Cost of(int night) {
        int[] ids = history.nights().get(night);
        var contentNow = new HashSet<Integer>();
        var locationNow = new HashSet<Integer>();
        long content = 0;
        long contentChanged = 0;
        long contentDelta = 0;
        long location = 0;
        long locationChanged = 0;
        int nodes = 0;
        for (int from = 0; from < ids.length; nodes++) {
            int to = nodeEnd(ids, from);
            int[] node = Arrays.copyOfRange(ids, from, to);
            long plain = (long) node.length * history.entryBytes();
            content += plain;
            int key = Arrays.hashCode(node);
            contentNow.add(key);
            if (!contentBefore.contains(key)) {
                contentChanged += plain;
                contentDelta += delta(node, from);
            }
            byte[] encoded = encode(node);
            int stored = Zstd.compress(encoded, 3).length;
            location += stored;
            key = Arrays.hashCode(encoded);
            locationNow.add(key);
            locationChanged += locationBefore.contains(key) ? 0 : stored;
            from = to;
        }
        contentBefore = contentNow;
        locationBefore = locationNow;
        idsBefore = ids;
        return new Cost(content, contentChanged, contentDelta, location, locationChanged, nodes);
    }

    private int nodeEnd(int[] ids, int from) {
        int weight = 0;
        for (int i = from; i < ids.length; i++) {
            weight += history.entryBytes();
            if (weight >= MOST || (weight >= LEAST && mix(ids[i]) % 2048 == 0)) {
                return i + 1;
            }
        }
        return ids.length;
    }

    private long delta(int[] node, int from) {
        int around = 256;
        int begin = Math.max(0, Math.min(idsBefore.length, from - around));
        int end = Math.min(idsBefore.length, from + node.length + around);
        byte[] base = digests(Arrays.copyOfRange(idsBefore, begin, end), 8);
        byte[] plain = digests(node, 0);
        try (var context = new ZstdCompressCtx()) {
            context.setLevel(3);
            context.loadDict(base);
            return context.compress(plain).length;
        }
    }

    private static byte[] digests(int[] ids, int zeros) {
        var bytes = ByteBuffer.allocate(zeros + ids.length * DIGEST).position(zeros);
        for (int id : ids) {
            for (int k = 0; k < DIGEST / Long.BYTES; k++) {
                bytes.putLong(mix(id * 4L + k));
            }
        }
        return bytes.array();
    }

    private static long mix(long n) {
        long z = (n + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return (z ^ z >>> 31) >>> 1;
    }

    private byte[] encode(int[] node) {
        int[] frames =
                Arrays.stream(node).map(layout::frameOf).sorted().distinct().toArray();
        int[] packs = Arrays.stream(frames).map(layout::packOf).distinct().toArray();
        var out = new Bytes();
        out.raw(digests(packs, 0));
        out.varint(frames.length);
        int packBefore = -1;
        long endBefore = 0;
        for (int frame : frames) {
            int pack = layout.packOf(frame);
            out.varint(Arrays.binarySearch(packs, pack) + 1L);
            out.zigzag(layout.offsetOf(frame) - (pack == packBefore ? endBefore : 0));
            out.varint(layout.storedOf(frame));
            out.varint(1);
            out.varint(layout.membersOf(frame) * 2L + 1);
            out.varint(Tree.PAGE);
            packBefore = pack;
            endBefore = (long) layout.offsetOf(frame) + layout.storedOf(frame);
        }
        encodeRuns(node, frames, out);
        return out.toByteArray();
    }

    private void encodeRuns(int[] node, int[] frames, Bytes out) {
        int ended = 0;
        for (int i = 0; i < node.length; ) {
            int first = Arrays.binarySearch(frames, layout.frameOf(node[i]));
            int before = ended;
            int from = i;
            int row = first;
            int member = layout.memberOf(node[i]);
            while (i < node.length
                    && row < frames.length
                    && layout.frameOf(node[i]) == frames[row]
                    && layout.memberOf(node[i]) == member) {
                ended = row;
                member++;
                if (member == layout.membersOf(frames[row])) {
                    row++;
                    member = 0;
                }
                i++;
            }
            out.varint(i - from);
            out.zigzag((long) first - before);
            out.varint(layout.memberOf(node[from]));
        }
    }

    private static final class Bytes extends ByteArrayOutputStream {
        void raw(byte[] bytes) {
            writeBytes(bytes);
        }

        void varint(long n) {
            for (; n > 127; n >>>= 7) {
                write((int) ((n & 127) | 128));
            }
            write((int) n);
        }

        void zigzag(long n) {
            varint((n << 1) ^ (n >> 63));
        }
    }
}
