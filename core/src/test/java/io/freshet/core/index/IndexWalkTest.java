package io.freshet.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.Codec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A walk over an index of many windows holds one window a level, whatever the size of the index. */
class IndexWalkTest {

    private static final Digest PACK = Digest.of(new byte[] {1});
    private static final int PAGES = 1_000_000;
    /** A window and the node that fills it. */
    private static final int MOST = (4 << 20) + 2 * (1 << 20);

    private final Map<Long, byte[]> blobs = new HashMap<>();
    private long next = 16;

    @Test
    void memoryIsBoundedByAWindow() throws IOException {
        List<LocationNode.Child> leaves = new ArrayList<>();
        ContentTreeWriter writer = new ContentTreeWriter((level, id, plain, children) -> {
            assertThat(level).as("one branch is enough for this").isLessThanOrEqualTo(1);
            leaves.add(level == 0 ? stored(plain, leafBeside(id, plain)) : root(id, plain, leaves));
        });
        writer.add(new Item.Directory(EntryPath.ROOT, 0755, List.of()));
        writer.add(new Item.File(new EntryPath("pages"), 0644, PAGES * 4096L, List.of()));
        for (int i = 0; i < PAGES; i++) {
            writer.add(new Item.Chunk(Digest.of(new ByteWriter(8).u64(i).toBytes()), 4096, 4096));
        }
        ContentTreeWriter.Root root = writer.finish();
        LocationNode.Child top = leaves.getLast();

        List<Integer> windows = new ArrayList<>();
        long[] chunks = new long[1];
        BlobSource source = wanted -> {
            windows.add(wanted.stream().mapToInt(each -> each.place().plain()).sum());
            for (BlobSource.Wanted each : wanted) {
                each.taker().take(blobs.get(each.place().offset()));
            }
        };
        new IndexWalk(source, ContentCache.NONE)
                .walk(
                        new LocationRoot.Component(
                                "main", root.id(), top.contentPlace(), top.locationPlace(), top.location()),
                        (id, leaf, first, places) -> {
                            assertThat(first).isEqualTo(chunks[0]);
                            chunks[0] += leaf.items().stream()
                                    .filter(Item.Chunk.class::isInstance)
                                    .count();
                        });

        assertThat(chunks[0]).isEqualTo(PAGES);
        assertThat(windows).hasSizeGreaterThan(5).allMatch(bytes -> bytes <= MOST);
        // The first leaves come at once; the root came alone before them.
        assertThat(windows.get(1)).isLessThan(1 << 20);
        assertThat(windows.subList(1, 4)).isSorted().doesNotHaveDuplicates();
        assertThat(windows.stream().mapToLong(Integer::longValue).sum()).isGreaterThan(32L * PAGES);
    }

    static LocationNode leafBeside(Digest id, byte[] plain) throws IOException {
        LeafPlacer placer = new LeafPlacer();
        int at = 0;
        for (Item item : ((ContentNode.Leaf) ContentNode.read(id, plain)).items()) {
            if (item instanceof Item.Chunk) {
                placer.place(FrameRow.plain(PACK, 16 + 3000L * at++, 3000, new int[] {4096}), 0);
            }
        }
        return placer.finish(id);
    }

    private LocationNode.Child root(Digest id, byte[] plain, List<LocationNode.Child> children) {
        return stored(plain, new LocationNode.Branch(id, 1, children));
    }

    private LocationNode.Child stored(byte[] content, LocationNode location) {
        byte[] beside = location.toBytes();
        return new LocationNode.Child(place(content), place(beside), Digest.of(beside));
    }

    private BlobPlace place(byte[] plain) {
        blobs.put(next, plain);
        next += plain.length;
        return new BlobPlace(PACK, next - plain.length, plain.length, plain.length, Codec.STORED);
    }
}
