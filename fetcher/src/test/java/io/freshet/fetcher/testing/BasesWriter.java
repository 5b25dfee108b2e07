package io.freshet.fetcher.testing;

import io.freshet.core.Digest;
import io.freshet.core.index.BasesNode;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.FrameRow;
import io.freshet.core.pack.BlobKind;
import io.freshet.core.pack.Codec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Writes the bases nodes of a snapshot: one for each depth of each component. What one has, no other has. */
final class BasesWriter {

    private final DataPacks data;
    private final UnaryOperator<List<TestBases>> tamper;
    private final Blobs blobs;
    private final Set<FrameRow> listed = new HashSet<>();

    /** Stores index blobs. */
    interface Blobs {
        BlobPlace write(BlobKind kind, byte[] plain, Digest digest);
    }

    BasesWriter(DataPacks data, UnaryOperator<List<TestBases>> tamper, Blobs blobs) {
        this.data = data;
        this.tamper = tamper;
        this.blobs = blobs;
    }

    /** Writes the nodes for a component that has chunks in these delta frames only. */
    List<BasesPlace> write(Collection<FrameRow> deltas) {
        SortedMap<Integer, List<FrameRow>> byDepth = new TreeMap<>();
        deltas.forEach(frame -> list(frame, byDepth));
        List<TestBases> nodes = new ArrayList<>();
        byDepth.forEach((depth, frames) -> nodes.add(new TestBases(depth, node(frames))));
        List<BasesPlace> places = new ArrayList<>();
        for (TestBases each : tamper.apply(nodes)) {
            byte[] plain = each.node().toBytes();
            Digest digest = Digest.of(plain);
            BlobPlace place = blobs.write(BlobKind.BASES_NODE, plain, digest);
            places.add(new BasesPlace(place, digest, each.depth(), 0, each.said()));
        }
        return places;
    }

    private void list(FrameRow frame, SortedMap<Integer, List<FrameRow>> byDepth) {
        if (frame.codec() == Codec.DELTA && listed.add(frame)) {
            byDepth.computeIfAbsent(data.depth(frame), depth -> new ArrayList<>())
                    .add(frame);
            data.bases(frame).forEach(base -> list(data.place(base).frame(), byDepth));
        }
    }

    private BasesNode node(List<FrameRow> deltas) {
        List<FrameRow> rows = new ArrayList<>();
        List<BasesNode.Bases> all = new ArrayList<>();
        for (FrameRow delta : deltas) {
            List<Digest> bases = data.bases(delta);
            int[] numbers = new int[bases.size()];
            int[] members = new int[numbers.length];
            long[] words = new long[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                DataPacks.Place place = data.place(bases.get(i));
                if (!rows.contains(place.frame())) {
                    rows.add(place.frame());
                }
                numbers[i] = rows.indexOf(place.frame());
                members[i] = place.member();
                words[i] = bases.get(i).word(0);
            }
            all.add(new BasesNode.Bases(delta.pack(), delta.offset(), numbers, members, words));
        }
        return new BasesNode(rows, all);
    }
}
