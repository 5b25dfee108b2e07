package io.freshet.core.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.index.NodeEntries;
import io.freshet.core.index.NodeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proofs whose maker would have a file be what it is not, out of pieces of a tree that is genuine. */
class HostileFileProofTest {

    private static final int GRAIN = 4096;

    private TestTree tree;
    private ProvenNode genuine;

    @BeforeEach
    void makeATreeInWhichAFileSpansLeaves() throws IOException {
        List<Item> items = new ArrayList<>();
        items.add(new Item.Directory(EntryPath.ROOT, 0755, List.of()));
        for (String name : List.of("a", "b")) {
            int chunks = 60_000;
            items.add(new Item.File(new EntryPath(name), 0644, (long) chunks * GRAIN, List.of()));
            for (int i = 0; i < chunks; i++) {
                byte[] id = new ByteWriter(8).u64(name.hashCode() + 1000L * i).toBytes();
                items.add(new Item.Chunk(Digest.of(id), GRAIN, GRAIN));
            }
        }
        tree = TestTree.of(items);
        genuine = prove("a");
        assertThat(genuine.range().level()).isPositive();
        assertThat(genuine.children()).hasSizeGreaterThan(2);
        assertThat(gathered(genuine)).hasSize(60_001);
    }

    private ProvenNode prove(String path) throws IOException {
        return new FileProver(null, tree)
                .prove(tree.component(), new EntryPath(path))
                .orElseThrow()
                .root();
    }

    private List<Item> gathered(ProvenNode root) throws FormatException {
        List<Item> items = new ArrayList<>();
        root.gather(tree.root().id(), true, true, items);
        return items;
    }

    private ProvenNode with(int child, UnaryOperator<ProvenNode> change) {
        List<ProvenNode> children = new ArrayList<>(genuine.children());
        children.set(child, change.apply(children.get(child)));
        return new ProvenNode(genuine.range(), children);
    }

    private static ProvenNode of(NodeRange range) {
        return new ProvenNode(range, List.of());
    }

    private static NodeRange entries(NodeRange range, List<byte[]> entries) {
        return new NodeRange(range.level(), range.count(), range.first(), entries, range.beside());
    }

    @Test
    void anEntryThatWasChangedLeadsToNoRoot() {
        ProvenNode lie = with(1, leaf -> {
            List<byte[]> entries = new ArrayList<>(leaf.range().entries());
            byte[] changed = entries.getFirst().clone();
            changed[changed.length - 1]++;
            entries.set(0, changed);
            return of(entries(leaf.range(), entries));
        });
        assertThatThrownBy(() -> gathered(lie))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("a node is not");
    }

    @Test
    void entriesInAnotherOrderLeadToNoRoot() {
        ProvenNode lie = with(1, leaf -> {
            List<byte[]> entries = new ArrayList<>(leaf.range().entries());
            entries.addFirst(entries.removeLast());
            return of(entries(leaf.range(), entries));
        });
        assertThatThrownBy(() -> gathered(lie)).hasMessageContaining("a node is not");
    }

    /** Each part is in the tree; what lies between them is kept quiet about. */
    @Test
    void whatLeavesOutEntriesInTheMidstIsRefused() throws IOException {
        Digest second = genuine.range().children().get(1).id();
        NodeEntries leaf = NodeEntries.read(second, tree.nodes().get(second));
        int count = genuine.children().get(1).range().count();
        for (NodeRange part : List.of(leaf.range(0, count - 1), leaf.range(1, count))) {
            assertThat(part.id()).isEqualTo(second);
            ProvenNode lie = with(1, whole -> of(part));
            assertThatThrownBy(() -> gathered(lie)).hasMessageContaining("leaves out entries");
        }
    }

    @Test
    void theFirstLeafMustReachItsEnd() throws IOException {
        Digest first = genuine.range().children().getFirst().id();
        NodeEntries leaf = NodeEntries.read(first, tree.nodes().get(first));
        int path = genuine.children().getFirst().range().first();
        ProvenNode lie = with(0, whole -> of(leaf.range(path, path + 1)));
        assertThatThrownBy(() -> gathered(lie)).hasMessageContaining("leaves out entries");
    }

    @Test
    void aNodeInThePlaceOfItsBrotherIsRefused() {
        ProvenNode lie = with(1, leaf -> genuine.children().get(2));
        assertThatThrownBy(() -> gathered(lie)).hasMessageContaining("a node is not");
    }

    @Test
    void hashesTooManyAndTooFewAreRefused() {
        NodeRange range = genuine.children().getFirst().range();
        List<Digest> more = new ArrayList<>(range.beside());
        more.add(Digest.of(new byte[1]));
        List<Digest> fewer = range.beside().subList(0, range.beside().size() - 1);
        for (List<Digest> beside : List.of(more, fewer)) {
            ProvenNode lie = with(
                    0, leaf -> of(new NodeRange(range.level(), range.count(), range.first(), range.entries(), beside)));
            assertThatThrownBy(() -> gathered(lie)).hasMessageContaining("hash");
        }
    }

    /** A leaf's entries say nothing as those of a branch: levels are part of what is hashed. */
    @Test
    void aNodeOfAnotherLevelIsAnotherNode() {
        ProvenNode lie = with(
                1,
                leaf -> of(new NodeRange(
                        2,
                        leaf.range().count(),
                        leaf.range().first(),
                        leaf.range().entries(),
                        leaf.range().beside())));
        assertThatThrownBy(() -> gathered(lie)).isInstanceOf(FormatException.class);
    }

    /** Each of a megabyte's shortest entries would be an object of its own: they are counted before they are read. */
    @Test
    void entriesThatNoNodeHasAreNotRead() {
        ByteWriter out = new ByteWriter(1 << 20);
        out.u8(0).varint(2).varint(0).varint(500_000).raw(new byte[1 << 20]);
        assertThatThrownBy(() -> ProvenNode.read(new ByteReader("a proof", out.toBytes()), 1_000_000))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("number of entries is 500000, not between 1 and 2");
    }

    @Test
    void allNodesTogetherHaveNoMoreEntriesThanAProofMay() throws IOException {
        ByteWriter out = new ByteWriter(1 << 20);
        genuine.write(out);
        int all = genuine.entries();
        ProvenNode.read(new ByteReader("a proof", out.toBytes()), all);
        assertThatThrownBy(() -> ProvenNode.read(new ByteReader("a proof", out.toBytes()), all - 1))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("number of entries");
    }

    @Test
    void aProofIsSmallWhereTheFileIs() throws IOException {
        List<Item> items = new ArrayList<>(List.of(new Item.Directory(EntryPath.ROOT, 0755, List.of())));
        for (int i = 100_000; i < 130_000; i++) {
            items.add(new Item.File(new EntryPath("f" + i), 0644, 3, List.of()));
            items.add(new Item.Inline(new byte[] {1, 2, 3}));
        }
        tree = TestTree.of(items);
        ByteWriter out = new ByteWriter(1024);
        ProvenNode root = prove("f117000");
        root.write(out);
        assertThat(gathered(root)).hasSize(2);
        assertThat(out.size()).isLessThan(2000);
    }
}
