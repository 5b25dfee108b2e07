package io.freshet.core.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Content trees come back as they were written, and change little where little changes. */
class ContentTreeTest {

    @Test
    void itemsComeBackInOrder() throws IOException {
        List<Item> items = tree(60_000, 0);
        Written tree = write(items);
        assertTrue(tree.root.level() >= 1, "a branch is wanted");
        List<Item> back = new ArrayList<>();
        read(tree, tree.root.id(), back);
        assertEquals(items.size(), back.size());
        for (int i = 0; i < items.size(); i++) {
            assertSame(items.get(i), back.get(i));
        }
    }

    @Test
    void anInsertionChangesFewNodes() throws IOException {
        Written before = write(tree(60_000, 0));
        Written after = write(tree(60_000, 1));
        Set<Digest> added = new HashSet<>(after.nodes.keySet());
        added.removeAll(before.nodes.keySet());
        assertTrue(added.size() <= 5, added.size() + " nodes of " + after.nodes.size() + " changed");
    }

    @Test
    void aNodeOfOtherBytesIsRefused() throws IOException {
        Written tree = write(tree(10, 0));
        byte[] plain = tree.nodes.get(tree.root.id()).clone();
        plain[plain.length - 1] ^= 1;
        assertThrows(FormatException.class, () -> ContentNode.read(tree.root.id(), plain));
    }

    /** What a later release adds for those who know it: it counts for the id, and is passed over. */
    @Test
    void adviceIsPassedOverAndAnythingElseUnknownIsRefused() throws IOException {
        byte[] advice = new ByteWriter(8).u8(0x80).raw(new byte[] {1, 2, 3}).toBytes();
        byte[] directory = new ByteWriter(8)
                .u8(0x01)
                .u8(1)
                .varint(0755)
                .string("")
                .varint(0)
                .toBytes();
        assertEquals(
                new ContentNode.Leaf(List.of(new Item.Directory(EntryPath.ROOT, 0755, List.of()))),
                readLeaf(directory, advice));
        byte[] unknown = new ByteWriter(8).u8(0x06).raw(new byte[] {1, 2, 3}).toBytes();
        FormatException e = assertThrows(FormatException.class, () -> readLeaf(directory, unknown));
        assertTrue(e.problem().contains("kind 6"), e.problem());
    }

    private static ContentNode readLeaf(byte[]... entries) throws FormatException {
        MerkleTree tree = new MerkleTree(0);
        ByteWriter plain = new ByteWriter(64);
        plain.magic("FRCN", 1).u8(0).noFeatures().varint(entries.length);
        for (byte[] entry : entries) {
            tree.add(tree.leaf(entry, 0, entry.length));
            plain.bytes(entry);
        }
        return ContentNode.read(tree.root(), plain.toBytes());
    }

    @Test
    void anExtensionMayFillAnEntry() throws FormatException {
        byte[] large = new byte[60_000];
        byte[] entry = new ByteWriter(64)
                .u8(0x01)
                .u8(1)
                .varint(0755)
                .string("")
                .varint(1)
                .varint(7 << 1)
                .bytes(large)
                .toBytes();
        ContentNode.Leaf leaf = (ContentNode.Leaf) readLeaf(entry);
        Extension kept = ((Item.Path) leaf.items().getFirst()).extensions().getFirst();
        assertEquals(7, kept.number());
        assertEquals(large.length, kept.value().length);
    }

    @Test
    void aPathBelowALinkIsRefused() throws IOException {
        ContentTreeWriter writer = new ContentTreeWriter((level, id, plain, children) -> {});
        writer.add(new Item.Directory(EntryPath.ROOT, 0755, List.of()));
        writer.add(new Item.Link(new EntryPath("a"), "b", List.of()));
        FormatException e = assertThrows(
                FormatException.class, () -> writer.add(new Item.File(new EntryPath("a/passwd"), 0644, 0, List.of())));
        assertEquals("\"a/passwd\" lies in \"a\", which is no directory here", e.problem());
    }

    private static List<Item> tree(int pages, int inserted) {
        List<Item> items = new ArrayList<>();
        items.add(new Item.Directory(EntryPath.ROOT, 0700, List.of()));
        items.add(new Item.File(new EntryPath("big"), 0600, (pages + inserted) * 4096L + 70_000 + 100, List.of()));
        for (int i = 0; i < pages; i++) {
            for (int k = 0; k < (i == pages / 2 ? inserted : 0); k++) {
                items.add(new Item.Chunk(id("new" + k), 4096, 4096));
            }
            items.add(new Item.Chunk(id("page" + i), 4096, 4096));
        }
        items.add(new Item.Zeros(70_000));
        items.add(new Item.Chunk(id("tail"), 100, 0));
        EntryPath deep = EntryPath.ROOT;
        for (int i = 0; i < 14; i++) {
            deep = deep.resolve("small".repeat(50));
            items.add(new Item.Directory(deep, 0755, List.of()));
        }
        for (int i = 0; i < 4000; i++) {
            items.add(new Item.File(deep.resolve("%07d".formatted(i)), 0644, i % 2 == 0 ? 3 : 5000, List.of()));
            items.add(i % 2 == 0 ? new Item.Inline(new byte[] {1, 2, 3}) : new Item.Chunk(id("small" + i), 5000, 0));
        }
        return items;
    }

    private static Digest id(String seed) {
        return Digest.of(new ByteWriter(16).string(seed).toBytes());
    }

    private record Written(ContentTreeWriter.Root root, Map<Digest, byte[]> nodes) {}

    private static Written write(List<Item> items) throws IOException {
        Map<Digest, byte[]> nodes = new HashMap<>();
        ContentTreeWriter writer = new ContentTreeWriter((level, id, plain, children) -> nodes.put(id, plain));
        for (Item item : items) {
            writer.add(item);
        }
        return new Written(writer.finish(), nodes);
    }

    private static void read(Written tree, Digest id, List<Item> items) throws FormatException {
        switch (ContentNode.read(id, tree.nodes.get(id))) {
            case ContentNode.Leaf leaf -> items.addAll(leaf.items());
            case ContentNode.Branch branch -> {
                for (ContentChild child : branch.children()) {
                    read(tree, child.id(), items);
                }
            }
        }
    }

    private static void assertSame(Item expected, Item actual) {
        if (expected instanceof Item.Inline inline && actual instanceof Item.Inline other) {
            assertEquals(inline.bytes().length, other.bytes().length);
        } else {
            assertEquals(expected, actual);
        }
    }
}
