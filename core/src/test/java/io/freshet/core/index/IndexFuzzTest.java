package io.freshet.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever bytes come from a mirror, with a digest that fits: they are read, and written again to the byte, or refused as
 * not of the format, and nothing else happens.
 */
class IndexFuzzTest {

    private static final Digest OWN = Digest.of(new byte[] {1});

    /** A node whose id fits its entries, whatever these are: a fuzzer can't find one otherwise. */
    @FuzzTest
    void content(byte[] bytes) throws IOException {
        try {
            Digest id = NodeIds.of(bytes);
            ContentNode node = ContentNode.read(id, bytes);
            if (node instanceof ContentNode.Leaf leaf) {
                order(leaf);
                rewrite(leaf, id, bytes);
            }
        } catch (FormatException e) {
            // refused
        }
    }

    private static void order(ContentNode.Leaf leaf) {
        ContentOrder order = new ContentOrder();
        try {
            for (Item item : leaf.items()) {
                order.accept(item);
            }
            order.end();
        } catch (FormatException e) {
            // a node in the middle of a tree
        }
    }

    /** Runs that were not full, nodes that went on for too long, and advice come out otherwise; all else is the same. */
    private static void rewrite(ContentNode.Leaf leaf, Digest id, byte[] bytes) throws IOException {
        List<Item> again = new ArrayList<>();
        List<Digest> ids = new ArrayList<>();
        LeafWriter writer = new LeafWriter((level, written, plain, children) -> {
            ids.add(written);
            again.addAll(((ContentNode.Leaf) ContentNode.read(written, plain)).items());
        });
        for (Item item : leaf.items()) {
            writer.add(item);
        }
        writer.finish();
        if (ids.isEmpty()) {
            assertThat(leaf.items()).isEmpty();
            return;
        }
        assertThat(again).usingRecursiveFieldByFieldElementComparator().isEqualTo(leaf.items());
        assertThat(ids.size() > 1 || ids.getFirst().equals(id) || NodeIds.mayComeOutOtherwise(bytes))
                .isTrue();
    }

    @FuzzTest
    void location(byte[] bytes) {
        try {
            Digest content = NodeIds.contentOf(bytes);
            LocationNode node = LocationNode.read(Digest.of(bytes), content, OWN, bytes);
            byte[] again = node.toBytes();
            LocationNode second = LocationNode.read(Digest.of(again), content, OWN, again);
            assertThat(second).isEqualTo(node);
            if (second instanceof LocationNode.Leaf leaf) {
                walk(leaf);
            }
        } catch (FormatException e) {
            // refused
        }
    }

    private static void walk(LocationNode.Leaf leaf) throws FormatException {
        ChunkPlaces places = new ChunkPlaces(leaf);
        for (ChunkRun run : leaf.runs()) {
            int row = run.row();
            int member = run.member();
            for (int i = 0; i < run.count(); i++) {
                if (member == leaf.frames().get(row).lengths().length) {
                    row++;
                    member = 0;
                }
                places.next(leaf.frames().get(row).lengths()[member]);
                assertThat(places.row()).isEqualTo(row);
                assertThat(places.member()).isEqualTo(member);
                member++;
            }
        }
        places.end();
    }

    @FuzzTest
    void root(byte[] bytes) {
        try {
            LocationRoot root = LocationRoot.read(Digest.of(bytes), OWN, bytes);
            byte[] again = root.toBytes();
            assertThat(LocationRoot.read(Digest.of(again), OWN, again)).isEqualTo(root);
        } catch (FormatException e) {
            // refused
        }
    }

    @FuzzTest
    void bases(byte[] bytes) {
        try {
            BasesNode node = BasesNode.read(Digest.of(bytes), bytes);
            byte[] again = node.toBytes();
            assertThat(BasesNode.read(Digest.of(again), again))
                    .usingRecursiveComparison()
                    .isEqualTo(node);
        } catch (FormatException e) {
            // refused
        }
    }

    @FuzzTest
    void list(byte[] bytes) {
        try {
            PackList list = PackList.read(Digest.of(bytes), bytes);
            assertThat(list.toBytes()).isEqualTo(bytes);
        } catch (FormatException e) {
            // refused
        }
    }

    /** Ids that fit bytes which need not be nodes. */
    private static final class NodeIds {

        static Digest of(byte[] bytes) throws FormatException {
            ByteReader in = new ByteReader("node", bytes);
            in.raw(5);
            MerkleTree tree = new MerkleTree(in.u8());
            in.noFeatures();
            int count = in.count("entries", 2);
            for (int i = 0; i < count; i++) {
                byte[] entry = in.bytes("entry", ContentLimits.MAX_ENTRY_BYTES);
                tree.add(tree.leaf(entry, 0, entry.length));
            }
            return count == 0 ? Digest.ZERO : tree.root();
        }

        static boolean mayComeOutOtherwise(byte[] bytes) throws FormatException {
            ByteReader in = new ByteReader("node", bytes);
            in.raw(7);
            for (int left = in.count("entries", 2); left > 0; left--) {
                int kind = in.bytes("entry", ContentLimits.MAX_ENTRY_BYTES)[0] & 0xff;
                boolean run = kind == ContentLimits.RUN || kind == ContentLimits.FIXED_RUN;
                if (run || kind >= ContentLimits.ADVICE) {
                    return true;
                }
            }
            return false;
        }

        /** What stands where a location node names its content node. */
        static Digest contentOf(byte[] bytes) {
            return bytes.length < 39 ? Digest.ZERO : Digest.at(bytes, 7);
        }
    }
}
