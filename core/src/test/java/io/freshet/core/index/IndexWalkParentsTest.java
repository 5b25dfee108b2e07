package io.freshet.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.pack.Codec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A signer that means harm: a parent that says of its children what they don't hold. A walk refuses it. */
class IndexWalkParentsTest {

    private static final Digest PACK = Digest.of(new byte[] {1});
    private static final Item ROOT = new Item.Directory(EntryPath.ROOT, 0755, List.of());
    private static final long HUGE = Long.MAX_VALUE / 2;

    private final Map<Long, byte[]> blobs = new HashMap<>();
    private long next = 16;

    /** A node in the making: how a parent knows it, and where it lies. */
    private record Made(ContentChild child, LocationNode.Child place) {
        Made as(UnaryOperator<ContentChild> lie) {
            return new Made(lie.apply(child), place);
        }
    }

    @Test
    void honestParentsAreBelieved() throws IOException {
        assertThat(walk(tree(child -> child, child -> child))).isEqualTo(3);
    }

    @TestFactory
    Stream<DynamicTest> liesAboutLeavesAreRefused() {
        return lies("leaf that begins in a file", lie -> tree(lie, child -> child));
    }

    @TestFactory
    Stream<DynamicTest> liesAboutBranchesAreRefused() {
        return lies("branch", lie -> tree(child -> child, lie));
    }

    private interface Tree {
        Made with(UnaryOperator<ContentChild> lie) throws IOException;
    }

    private Stream<DynamicTest> lies(String of, Tree tree) {
        Map<String, UnaryOperator<ContentChild>> lies = Map.of(
                "paths", child -> more(child, 1, 0, 0),
                "chunks", child -> more(child, 0, -1, 0),
                "bytes", child -> more(child, 0, 0, 1),
                "first path", child -> new ContentChild(child.id(), child.sums(), new EntryPath("elsewhere")));
        return lies.entrySet().stream()
                .map(lie -> DynamicTest.dynamicTest(
                        lie.getKey() + " of a " + of,
                        () -> assertRefused(tree.with(lie.getValue()), "its parent says")));
    }

    private static ContentChild more(ContentChild child, long paths, long chunks, long bytes) {
        return new ContentChild(child.id(), child.sums().plus(new NodeSums(paths, chunks, bytes)), child.firstPath());
    }

    @Test
    void sumsThatOverflowAreRefused() throws IOException {
        Made leaf = leaf("", ROOT, new Item.File(new EntryPath("f"), 0644, 1, List.of()), new Item.Zeros(1));
        UnaryOperator<ContentChild> huge = child -> more(child, 0, 0, HUGE);
        assertRefused(branch(1, leaf.as(huge), leaf.as(huge), leaf.as(huge)), "more than can be counted");
        assertRefused(
                leaf("", ROOT, new Item.Zeros(HUGE), new Item.Zeros(HUGE), new Item.Zeros(HUGE)),
                "more than can be counted");
    }

    private void assertRefused(Made root, String problem) {
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> walk(root))
                .withMessageStartingWith("content node")
                .withMessageContaining(problem);
    }

    /** Three levels: a branch of one leaf, and one of two, the first of which begins within a file. */
    private Made tree(UnaryOperator<ContentChild> ofLeaf, UnaryOperator<ContentChild> ofBranch) throws IOException {
        Made first = leaf("", ROOT, new Item.File(new EntryPath("f"), 0644, 300, List.of()), chunk(1));
        Made second = leaf("f", chunk(2), new Item.Zeros(100));
        Made third = leaf("g", new Item.Directory(new EntryPath("g"), 0755, List.of()));
        return branch(2, branch(1, first), branch(1, second.as(ofLeaf), third).as(ofBranch));
    }

    private static Item.Chunk chunk(int number) {
        return new Item.Chunk(Digest.of(new byte[] {(byte) number}), 100, 0);
    }

    private Made leaf(String firstPath, Item... items) throws IOException {
        List<Made> made = new ArrayList<>();
        LeafWriter writer = new LeafWriter((level, id, plain, children) -> made.add(
                stored(id, new EntryPath(firstPath), sums(items), plain, IndexWalkTest.leafBeside(id, plain))));
        for (Item item : items) {
            writer.add(item);
        }
        writer.finish();
        return made.getFirst();
    }

    private static NodeSums sums(Item... items) {
        return Stream.of(items).reduce(NodeSums.NONE, NodeSums::plus, NodeSums::plus);
    }

    private Made branch(int level, Made... children) throws IOException {
        List<Made> made = new ArrayList<>();
        List<LocationNode.Child> places = Stream.of(children).map(Made::place).toList();
        NodeBuilder node = new NodeBuilder(level);
        NodeSums sums = NodeSums.NONE;
        for (Made each : children) {
            ByteWriter entry = new ByteWriter(100);
            each.child.write(entry);
            node.add(entry);
            node.count(entry.size(), each.child.sums(), each.child.firstPath());
            sums = sums.plus(each.child.sums());
        }
        NodeSums all = sums;
        node.finish((of, id, plain, count) -> made.add(
                stored(id, children[0].child.firstPath(), all, plain, new LocationNode.Branch(id, level, places))));
        return made.getFirst();
    }

    private Made stored(Digest id, EntryPath first, NodeSums sums, byte[] content, LocationNode location) {
        byte[] beside = location.toBytes();
        return new Made(
                new ContentChild(id, sums, first),
                new LocationNode.Child(place(content), place(beside), Digest.of(beside)));
    }

    private BlobPlace place(byte[] plain) {
        blobs.put(next, plain);
        next += plain.length;
        return new BlobPlace(PACK, next - plain.length, plain.length, plain.length, Codec.STORED);
    }

    /** Walks the tree and counts its leaves. */
    private int walk(Made root) throws IOException {
        BlobSource source = wanted -> {
            for (BlobSource.Wanted each : wanted) {
                each.taker().take(blobs.get(each.place().offset()));
            }
        };
        LocationNode.Child at = root.place;
        int[] leaves = new int[1];
        new IndexWalk(source, ContentCache.NONE)
                .walk(
                        new LocationRoot.Component(
                                "main", root.child.id(), at.contentPlace(), at.locationPlace(), at.location()),
                        (id, leaf, first, places) -> leaves[0]++);
        return leaves[0];
    }
}
