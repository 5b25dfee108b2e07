package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.index.ChunkPlaces;
import io.freshet.core.index.ContentCache;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.index.Item;
import io.freshet.core.index.LeafVisitor;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.pack.DeltaHead;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameDecompressor;
import io.freshet.core.pack.Pack;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.dedupe.StoreBlobs;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All chunks of a snapshot that lie in a delta frame, too. */
final class ListedDeltas implements LeafVisitor {

    private final ObjectStore store;
    private final Map<FrameRow, Map<Integer, Digest>> frames = new HashMap<>();

    private ListedDeltas(ObjectStore store) {
        this.store = store;
    }

    static ListedDeltas of(PublishedSnapshot snapshot, ObjectStore store) throws IOException {
        ListedDeltas deltas = new ListedDeltas(store);
        try (StoreBlobs blobs = new StoreBlobs(store)) {
            for (LocationRoot.Component component : snapshot.root().components()) {
                new IndexWalk(blobs, ContentCache.NONE).walk(component, deltas);
            }
        }
        return deltas;
    }

    @Override
    public void leaf(Digest id, ContentNode.Leaf content, long firstOrdinal, Places places) throws IOException {
        ChunkPlaces chunks = new ChunkPlaces(places.get());
        for (Item item : content.items()) {
            if (item instanceof Item.Chunk chunk) {
                chunks.next(chunk.size());
                FrameRow delta = chunks.delta();
                if (delta != null) {
                    frames.computeIfAbsent(delta, d -> new HashMap<>()).put(chunks.deltaMember(), chunk.id());
                }
            }
        }
    }

    Set<Digest> packs() {
        Set<Digest> packs = new HashSet<>();
        frames.keySet().forEach(frame -> packs.add(frame.pack()));
        return packs;
    }

    /** Makes all chunks of what the frames hold and of these pages, and checks their ids. */
    Set<Digest> decoded(List<byte[]> pages) throws IOException {
        Map<Long, byte[]> byWord = new HashMap<>();
        pages.forEach(page -> byWord.put(Digest.of(page).word(0), page));
        Set<Digest> made = new HashSet<>();
        try (FrameDecompressor decompressor = new FrameDecompressor()) {
            for (Map.Entry<FrameRow, Map<Integer, Digest>> each : frames.entrySet()) {
                FrameRow frame = each.getKey();
                byte[] stored = store.getRange(Pack.path(frame.pack()), frame.offset(), frame.stored());
                ByteReader in = new ByteReader("frame", stored);
                DeltaHead head = DeltaHead.read(in);
                DeltaPrefix prefix = new DeltaPrefix(head.baseBytes());
                for (DeltaHead.Base base : head.bases()) {
                    prefix.add(byWord.get(base.word()), 0, base.length());
                }
                byte[] plain = new byte[frame.plain()];
                int from = stored.length - in.remaining();
                decompressor.decompressDelta(prefix, stored, from, in.remaining(), plain, 0, plain.length);
                each.getValue().forEach((member, id) -> {
                    Digest found = Digest.of(plain, frame.start(member), frame.lengths()[member]);
                    assertThat(found).isEqualTo(id);
                    made.add(found);
                });
            }
        }
        return made;
    }
}
