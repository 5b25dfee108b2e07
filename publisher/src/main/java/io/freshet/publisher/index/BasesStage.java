package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.core.index.BasesNode;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.BlobKind;
import io.freshet.publisher.delta.FrameBases;
import io.freshet.publisher.delta.FrameBases.Base;
import io.freshet.publisher.frame.ChunkAt;
import io.freshet.publisher.frame.Stream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes where the bases of new delta frames lie, of those that are the only place of some chunk. For one thread. */
final class BasesStage {

    /** Bases of one node, about: with frames of 64 KiB and pages of 4 KiB, some 200 KiB. */
    private static final int ENOUGH = 1 << 14;

    private final FrameRows frames;
    private final FrameBases.Cursor bases;
    private final IndexPacks packs;
    private final PackUses uses;
    private final int depth;
    private long next;

    /**
     * @param uses is told in which packs bases lie
     * @param depth of the new delta frames
     */
    BasesStage(FrameRows frames, FrameBases bases, IndexPacks packs, PackUses uses, int depth) {
        this.frames = frames;
        this.bases = bases.read();
        this.packs = packs;
        this.uses = uses;
        this.depth = depth;
    }

    /** A delta frame and its bases. */
    private record Delta(FrameRow frame, List<Base> bases) {}

    /**
     * Writes the nodes of a component.
     *
     * @param end number of the first delta frame that belongs to the component behind it
     */
    List<BasesPlace> write(long end) throws IOException {
        List<BasesPlace> nodes = new ArrayList<>();
        List<Delta> open = new ArrayList<>();
        int count = 0;
        for (; next < end; next++) {
            List<Base> own = bases.next();
            if (!own.isEmpty()) {
                open.add(new Delta(frames.get(Stream.DELTA, next), own));
                count += own.size();
            }
            if (count >= ENOUGH) {
                write(open, nodes);
                open.clear();
                count = 0;
            }
        }
        if (!open.isEmpty()) {
            write(open, nodes);
        }
        return nodes;
    }

    /** Writes one node, or several where frames of many members would make it too long. */
    private void write(List<Delta> deltas, List<BasesPlace> nodes) throws IOException {
        byte[] plain = node(deltas).toBytes();
        if (plain.length > BasesNode.MAX_BYTES) {
            write(deltas.subList(0, deltas.size() / 2), nodes);
            write(deltas.subList(deltas.size() / 2, deltas.size()), nodes);
            return;
        }
        Digest digest = Digest.of(plain);
        IndexPlace place = packs.add(BlobKind.BASES_NODE, digest, plain);
        long stored = deltas.stream().mapToLong(delta -> delta.frame.stored()).sum();
        int count = deltas.stream().mapToInt(delta -> delta.bases.size()).sum();
        nodes.add(new BasesPlace(packs.resolve(place), digest, depth, stored, count));
    }

    private BasesNode node(List<Delta> deltas) throws IOException {
        // Places rise with the frame's number: frames are read, and mostly lie, in their order.
        long[] places = deltas.stream()
                .flatMap(delta -> delta.bases.stream())
                .mapToLong(BasesStage::frame)
                .sorted()
                .distinct()
                .toArray();
        List<FrameRow> rows = new ArrayList<>(places.length);
        for (long place : places) {
            FrameRow row = frames.get(ChunkAt.stream(place), ChunkAt.frame(place));
            uses.frame(row.pack(), row.offset(), row.stored(), 0);
            rows.add(row);
        }
        List<BasesNode.Bases> all = new ArrayList<>(deltas.size());
        for (Delta delta : deltas) {
            int[] in = new int[delta.bases.size()];
            int[] members = new int[in.length];
            long[] words = new long[in.length];
            for (int i = 0; i < in.length; i++) {
                Base base = delta.bases.get(i);
                in[i] = Arrays.binarySearch(places, frame(base));
                members[i] = ChunkAt.member(base.place());
                words[i] = base.word();
            }
            all.add(new BasesNode.Bases(delta.frame.pack(), delta.frame.offset(), in, members, words));
        }
        return new BasesNode(rows, all);
    }

    /** Place of the first member of the frame that a base lies in. */
    private static long frame(Base base) {
        return ChunkAt.of(ChunkAt.stream(base.place()), ChunkAt.frame(base.place()), 0);
    }
}
