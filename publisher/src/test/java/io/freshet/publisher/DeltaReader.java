package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.index.BasesNode;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.DeltaHead;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameDecompressor;
import io.freshet.core.pack.Pack;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.dedupe.StoreBlobs;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decodes frames of a snapshot, delta frames by what the bases nodes say. Keeps all of them in memory. */
final class DeltaReader implements AutoCloseable {

    private final ObjectStore store;
    private final FrameDecompressor frames = new FrameDecompressor();
    private final Map<Place, Bases> bases = new HashMap<>();
    private final Map<Place, byte[]> decoded = new HashMap<>();
    /** How deep the deepest frame was that was decoded. */
    private int deepest;

    private record Place(Digest pack, long offset) {}

    private record Bases(BasesNode node, BasesNode.Bases bases, int depth) {}

    DeltaReader(ObjectStore store, LocationRoot root) throws IOException {
        this.store = store;
        try (StoreBlobs blobs = new StoreBlobs(store)) {
            for (LocationRoot.Component component : root.components()) {
                for (BasesPlace place : component.bases()) {
                    blobs.read(List.of(new BlobSource.Wanted(place.place(), plain -> {
                        BasesNode node = BasesNode.read(place.digest(), plain);
                        place.check(node);
                        node.deltas()
                                .forEach(each -> bases.put(
                                        new Place(each.pack(), each.offset()), new Bases(node, each, place.depth())));
                    })));
                }
            }
        }
    }

    int deepest() {
        return deepest;
    }

    /** The plain bytes of a frame. */
    byte[] read(FrameRow frame) throws IOException {
        Place place = new Place(frame.pack(), frame.offset());
        byte[] known = decoded.get(place);
        if (known != null) {
            return known;
        }
        byte[] stored = store.getRange(Pack.path(frame.pack()), frame.offset(), frame.stored());
        byte[] plain = new byte[frame.plain()];
        if (frame.codec() == Codec.DELTA) {
            delta(place, stored, plain);
        } else {
            frames.decompress(stored, 0, stored.length, plain, 0, plain.length);
        }
        decoded.put(place, plain);
        return plain;
    }

    private void delta(Place place, byte[] stored, byte[] plain) throws IOException {
        Bases found = bases.get(place);
        if (found == null) {
            throw new IOException("no bases node has the delta frame at " + place);
        }
        ByteReader in = new ByteReader("frame", stored);
        DeltaHead head = DeltaHead.read(in);
        DeltaPrefix prefix = new DeltaPrefix(head.baseBytes());
        for (int i = 0; i < head.bases().size(); i++) {
            FrameRow row = found.node.frames().get(found.bases.rows()[i]);
            if (row.codec() == Codec.DELTA) {
                Bases below = bases.get(new Place(row.pack(), row.offset()));
                if (below == null || below.depth >= found.depth) {
                    throw new IOException("a base of depth " + found.depth + " lies no deeper");
                }
            }
            byte[] frame = read(row);
            int from = row.start(found.bases.members()[i]);
            int length = row.lengths()[found.bases.members()[i]];
            DeltaHead.Base base = head.bases().get(i);
            boolean named = found.bases.words()[i] == base.word() && base.length() == length;
            if (!named || Digest.of(frame, from, length).word(0) != base.word()) {
                throw new IOException("base " + i + " is another than the head names");
            }
            prefix.add(frame, from, length);
        }
        deepest = Math.max(deepest, found.depth);
        int from = stored.length - in.remaining();
        frames.decompressDelta(prefix, stored, from, in.remaining(), plain, 0, plain.length);
    }

    @Override
    public void close() {
        frames.close();
    }
}
