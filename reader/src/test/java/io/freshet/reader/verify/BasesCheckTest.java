package io.freshet.reader.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.BasesNode;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.ChunkRun;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.Item;
import io.freshet.core.index.LeafDeltas;
import io.freshet.core.index.LocationNode;
import io.freshet.core.index.NodeSums;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Component;
import io.freshet.core.pack.Codec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bases nodes against each other, against the packs, and against the leaves that need them. */
class BasesCheckTest {

    private static final Digest PACK = Digest.of(new byte[] {1});
    private static final Digest OTHER = Digest.of(new byte[] {2});
    private static final Digest UNLISTED = Digest.of(new byte[] {3});
    private static final FrameRow PLAIN = FrameRow.plain(PACK, 16, 900, new int[] {4096, 4096});
    private static final FrameRow FIRST = FrameRow.delta(OTHER, 16, 60, new int[] {4096});
    private static final FrameRow SECOND = FrameRow.delta(OTHER, 76, 60, new int[] {4096, 4096});

    private final ListedPacks packs = new ListedPacks(Map.of(PACK, 1000L, OTHER, 200L));
    private final BasesCheck check = new BasesCheck(packs);

    /** A node that says that this frame is made against one member of that one. */
    private static BasesNode node(FrameRow delta, FrameRow base) {
        BasesNode.Bases bases = new BasesNode.Bases(delta.pack(), delta.offset(), new int[1], new int[1], new long[1]);
        return new BasesNode(List.of(base), List.of(bases));
    }

    private static BasesPlace place(byte[] plain, Digest pack, int depth) {
        return new BasesPlace(
                new BlobPlace(pack, 16, plain.length, plain.length, Codec.STORED), Digest.of(plain), depth, 60, 1);
    }

    private void add(int depth, BasesNode node) throws IOException {
        byte[] plain = node.toBytes();
        check.node(place(plain, PACK, depth), serve(plain));
    }

    private static BlobSource serve(byte[] plain) {
        return wanted -> {
            for (BlobSource.Wanted blob : wanted) {
                blob.taker().take(plain);
            }
        };
    }

    private void leaf(String component, FrameRow frame) throws IOException {
        Component named = new Component(
                component, EntryPath.ROOT, 0, List.of(), PACK, new NodeSums(0, 2, 8192), UnknownFields.NONE);
        FrameRow unused = FrameRow.delta(OTHER, 136, 9, new int[] {4096});
        LocationNode.Leaf leaf = new LocationNode.Leaf(
                PACK,
                List.of(PLAIN, unused, frame),
                List.of(new ChunkRun(1, 0, 0), new ChunkRun(1, 2, 0)),
                new LeafDeltas(List.of(), List.of()),
                List.of());
        Item chunk = new Item.Chunk(PACK, 4096, 4096);
        new IndexCheck(named, packs, check).leaf(PACK, new ContentNode.Leaf(List.of(chunk, chunk)), 0, () -> leaf);
    }

    @Test
    void deltasOfDeltasAreRightWhereDepthRises() throws Exception {
        add(1, node(FIRST, PLAIN));
        add(2, node(SECOND, FIRST));
        leaf("main", SECOND);
        leaf("main", FIRST);
        leaf("main", PLAIN);
    }

    /** Which component a node stands at says nothing: what it names, it names for all of them. */
    @Test
    void anotherComponentsNodesServeAsWell() throws Exception {
        add(1, node(FIRST, PLAIN));
        add(2, node(SECOND, FIRST));
        for (String component : List.of("main", "wal")) {
            leaf(component, SECOND);
            leaf(component, FIRST);
        }
    }

    @Test
    void aChunksOnlyPlaceThatNoNodeHasIsFound() throws Exception {
        add(1, node(SECOND, PLAIN));
        assertThatThrownBy(() -> leaf("main", FIRST))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("in the delta frame at byte 16 of pack " + OTHER + " alone")
                .hasMessageContaining("no bases node says");
    }

    @Test
    void aNodeThatNamesAnotherNumberOfBasesThanTheRootSaysIsFound() {
        byte[] plain = node(FIRST, PLAIN).toBytes();
        BasesPlace honest = place(plain, PACK, 1);
        BasesPlace place = new BasesPlace(honest.place(), honest.digest(), 1, 60, 2);
        assertThatThrownBy(() -> check.node(place, serve(plain)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("names 1 bases, and the location root says 2");
    }

    @Test
    void aBaseInADeltaFrameThatNoNodeHasIsFound() {
        assertThatThrownBy(() -> add(2, node(SECOND, FIRST)))
                .hasMessageContaining("has depth 2 and a base in the delta frame at byte 16 of pack " + OTHER)
                .hasMessageContaining("which no bases node has");
    }

    @Test
    void aBaseOfNoLessDepthIsFound() throws Exception {
        add(1, node(FIRST, PLAIN));
        assertThatThrownBy(() -> add(1, node(SECOND, FIRST)))
                .hasMessageContaining("has depth 1 and a base in the delta frame")
                .hasMessageContaining("which has depth 1");
    }

    @Test
    void aFrameAgainstItselfIsFound() {
        assertThatThrownBy(() -> add(1, node(FIRST, FIRST))).hasMessageContaining("which no bases node has");
    }

    @Test
    void whatLiesInNoPackIsFound() {
        FrameRow elsewhere = FrameRow.plain(UNLISTED, 16, 900, new int[] {4096});
        assertThatThrownBy(() -> add(1, node(FIRST, elsewhere))).hasMessageContaining("does not have pack");
        FrameRow behind = FrameRow.plain(PACK, 101, 900, new int[] {4096});
        assertThatThrownBy(() -> add(1, node(FIRST, behind))).hasMessageContaining("names byte 1001");
        FrameRow nowhere = FrameRow.delta(OTHER, 200, 9, new int[] {4096});
        assertThatThrownBy(() -> add(1, node(nowhere, PLAIN))).hasMessageContaining("names byte 201");
        byte[] plain = node(FIRST, PLAIN).toBytes();
        assertThatThrownBy(() -> check.node(place(plain, UNLISTED, 1), serve(plain)))
                .hasMessageContaining("does not have pack");
    }

    /** One thing that is wrong is one finding, not one for each leaf that needs it. */
    @Test
    void afterANodeThatCouldNotBeReadNothingIsSaidOfWhatItMayHaveNamed() {
        byte[] plain = node(FIRST, PLAIN).toBytes();
        assertThatThrownBy(() -> check.node(place(plain, PACK, 1), serve(new byte[plain.length])))
                .hasMessageContaining("its bytes have another digest");
        assertThatCode(() -> {
                    add(2, node(SECOND, FIRST));
                    leaf("main", FIRST);
                })
                .doesNotThrowAnyException();
    }
}
