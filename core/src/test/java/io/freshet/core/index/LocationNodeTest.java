package io.freshet.core.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Location nodes come back as they were written, and are as small as the format promises. */
class LocationNodeTest {

    private static final Digest CONTENT = id("content");
    private static final Digest OWN = id("own pack");

    @Test
    void leafComesBackWithEveryPlace() throws FormatException {
        SplittableRandom random = new SplittableRandom(1);
        LeafPlacer placer = new LeafPlacer();
        List<FrameRow> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int[] lengths = new int[1 + random.nextInt(8)];
            Arrays.setAll(lengths, k -> 1 + random.nextInt(9000));
            rows.add(FrameRow.plain(id("pack" + i % 3), 16 + i * 50_000L, 20_000, lengths));
        }
        List<FrameRow> frames = new ArrayList<>();
        List<Integer> members = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            FrameRow row = rows.get(random.nextInt(rows.size()));
            for (int m = random.nextInt(row.lengths().length); m < row.lengths().length; m++) {
                placer.place(row, m);
                frames.add(row);
                members.add(m);
            }
        }
        placer.time(new ModifiedAt(-5, 999_999_999));
        placer.time(new ModifiedAt(1_800_000_000, 0));
        LocationNode.Leaf leaf = placer.finish(CONTENT);

        byte[] plain = leaf.toBytes();
        LocationNode.Leaf back = (LocationNode.Leaf) LocationNode.read(Digest.of(plain), CONTENT, OWN, plain);

        assertEquals(leaf, back);
        ChunkPlaces places = new ChunkPlaces(back);
        for (int i = 0; i < frames.size(); i++) {
            places.next(frames.get(i).lengths()[members.get(i)]);
            assertEquals(frames.get(i), places.frame());
            assertEquals(members.get(i), places.member());
        }
        places.end();
    }

    @Test
    void aScatteredPageCostsAtMostSixteenBytes() {
        SplittableRandom random = new SplittableRandom(2);
        LeafPlacer placer = new LeafPlacer();
        int[] pages = new int[16];
        Arrays.fill(pages, 4096);
        for (int i = 0; i < 2048; i++) {
            long offset = random.nextLong(64 << 20);
            placer.place(FrameRow.plain(id("pack" + random.nextInt(30)), offset, 30_000, pages), random.nextInt(16));
        }
        int size = placer.finish(CONTENT).toBytes().length - 30 * Digest.BYTES;
        assertTrue(size <= 16 * 2048, size + " bytes for 2048 pages, each in another frame");
    }

    @Test
    void aChunkMayLieInADeltaFrameToo() throws FormatException {
        int[] pages = {4096, 4096, 4096};
        FrameRow whole = FrameRow.plain(id("pack"), 16, 2000, pages);
        FrameRow delta = FrameRow.delta(id("deltas"), 5000, 300, new int[] {4096, 4096});
        LeafPlacer placer = new LeafPlacer();
        placer.place(whole, 0);
        placer.place(whole, 1);
        placer.placeDelta(delta, 0);
        placer.place(whole, 2);
        placer.placeDelta(delta, 1);
        LocationNode.Leaf leaf = placer.finish(CONTENT);
        assertEquals(new LeafDeltas(List.of(delta), List.of(new DeltaRun(1, 2, 0, 0))), leaf.deltas());
        byte[] plain = leaf.toBytes();
        assertEquals(leaf, LocationNode.read(Digest.of(plain), CONTENT, OWN, plain));
        assertEquals(
                new LeafDeltas(List.of(), List.of()), placer.finish(CONTENT).deltas());
    }

    @Test
    void aDeltaOfAnotherLengthIsRefused() throws FormatException {
        FrameRow whole = FrameRow.plain(id("pack"), 16, 2000, new int[] {4096});
        FrameRow delta = FrameRow.delta(id("pack"), 5000, 300, new int[] {4095});
        LeafDeltas deltas = new LeafDeltas(List.of(delta), List.of(new DeltaRun(0, 1, 0, 0)));
        ChunkPlaces places = new ChunkPlaces(
                new LocationNode.Leaf(CONTENT, List.of(whole), List.of(new ChunkRun(1, 0, 0)), deltas, List.of()));
        assertThrows(FormatException.class, () -> places.next(4096));
    }

    /** A signer that means harm: runs that place more chunks than there can be would be followed for minutes. */
    @Test
    void moreChunksThanAContentNodeHasAreRefused() {
        ByteWriter body = new ByteWriter(1 << 20);
        body.varint(4000);
        for (int i = 0; i < 4000; i++) {
            body.varint(0).zigzag(0).varint(10).u8(1).varint(1024 << 1 | 1).varint(1);
        }
        body.varint(3);
        for (int i = 0; i < 3; i++) {
            body.varint(100_000).zigzag(i == 0 ? 0 : -97).varint(0);
        }
        assertRefused(leaf(body.varint(0)), "number of chunks in a run is 100000");
    }

    @Test
    void aFrameThatGrewIsRefused() {
        ByteWriter body = new ByteWriter(64);
        body.varint(1)
                .varint(0)
                .zigzag(16)
                .varint(100 + (64 << 10) + 1)
                .u8(1)
                .varint(1 << 1)
                .varint(100);
        assertRefused(leaf(body.varint(0).varint(0).varint(0).varint(0)), "a frame of 100 bytes is stored in 65637");
    }

    private static byte[] leaf(ByteWriter body) {
        ByteWriter out = new ByteWriter(body.size() + 64);
        out.magic("FRLN", 1).u8(0).noFeatures().digest(CONTENT).varint(0);
        body.copyTo(out);
        return out.toBytes();
    }

    private static void assertRefused(byte[] plain, String problem) {
        FormatException e =
                assertThrows(FormatException.class, () -> LocationNode.read(Digest.of(plain), CONTENT, OWN, plain));
        assertTrue(e.problem().contains(problem), e.problem());
    }

    @Test
    void branchResolvesItsOwnPack() throws FormatException {
        BlobPlace here = new BlobPlace(Digest.ZERO, 16, 100, 200, Codec.ZSTD);
        BlobPlace there = new BlobPlace(id("elsewhere"), 99, 100, 100, Codec.STORED);
        ContentDelta delta = new ContentDelta(List.of(id("c"), id("d")), Digest.ZERO, 500, 70);
        LocationNode.Branch branch = new LocationNode.Branch(
                CONTENT,
                1,
                List.of(
                        new LocationNode.Child(here, there, id("a"), List.of(delta)),
                        new LocationNode.Child(there, here, id("b"))));
        byte[] plain = branch.toBytes();
        LocationNode.Branch back = (LocationNode.Branch) LocationNode.read(Digest.of(plain), CONTENT, OWN, plain);
        assertEquals(here.in(OWN), back.children().getFirst().contentPlace());
        assertEquals(there, back.children().getFirst().locationPlace());
        assertEquals(
                List.of(new ContentDelta(delta.bases(), OWN, 500, 70)),
                back.children().getFirst().deltas());
        assertEquals(List.of(), back.children().get(1).deltas());
    }

    @Test
    void placesForOtherChunksThanThereAreAreRefused() throws FormatException {
        LeafPlacer placer = new LeafPlacer();
        placer.place(FrameRow.plain(id("pack"), 16, 10, new int[] {100, 200}), 0);
        LocationNode.Leaf leaf = placer.finish(CONTENT);
        assertThrows(FormatException.class, () -> new ChunkPlaces(leaf).next(99));
        ChunkPlaces places = new ChunkPlaces(leaf);
        places.next(100);
        assertThrows(FormatException.class, () -> places.next(200));
        assertThrows(FormatException.class, () -> new ChunkPlaces(leaf).end());
    }

    @Test
    void rootAndPackListComeBack() throws FormatException {
        BlobPlace place = new BlobPlace(OWN, 16, 100, 200, Codec.ZSTD);
        LocationRoot root = new LocationRoot(
                List.of(new LocationRoot.Component("main", id("root"), place, place, id("location"))),
                List.of(new LocationRoot.Ancestor(
                        4, id("manifest"), List.of(new LocationRoot.ContentRoot("main", id("old"))))),
                place,
                id("list"));
        byte[] plain = root.toBytes();
        assertEquals(root, LocationRoot.read(Digest.of(plain), OWN, plain));

        PackList list = new PackList(
                12345, List.of(new PackUse(id("b"), 100, 50, true, false), new PackUse(id("a"), 100, 100, true, true)));
        byte[] listed = list.toBytes();
        assertEquals(list, PackList.read(Digest.of(listed), listed));
    }

    /** Half a million rows of eight bytes that each speak of 1,024 members: arrays of their own would take 2 GB. */
    @Test
    void manyRowsOfManyMembersTakeLittleMemory() throws FormatException {
        byte[] plain = rows(500_000, i -> 256);
        LocationNode.Leaf leaf = (LocationNode.Leaf) LocationNode.read(Digest.of(plain), CONTENT, OWN, plain);
        assertEquals(500_000, leaf.frames().size());
    }

    @Test
    void moreMembersThanAnyNodeHasAreRefused() {
        byte[] plain = rows(10_000, i -> 1 + i % 256);
        FormatException e =
                assertThrows(FormatException.class, () -> LocationNode.read(Digest.of(plain), CONTENT, OWN, plain));
        assertTrue(e.getMessage().contains("members"), e.getMessage());
    }

    /** A node of rows of as many equal members as such a frame may have, but for every 256th row one less, and so on. */
    private static byte[] rows(int count, IntUnaryOperator length) {
        ByteWriter out = new ByteWriter(5 << 20);
        out.magic("FRLN", 1).u8(0).noFeatures().digest(CONTENT).varint(0).varint(count);
        for (int i = 0; i < count; i++) {
            int size = length.applyAsInt(i);
            int members = 1024 - (size == 256 ? 0 : i / 256);
            out.varint(0).zigzag(0).varint(1).u8(1).varint(members << 1 | 1).varint(size);
        }
        return out.varint(0).varint(0).varint(0).varint(0).toBytes();
    }

    private static Digest id(String seed) {
        return Digest.of(new ByteWriter(16).string(seed).toBytes());
    }
}
