package io.freshet.fetcher.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.core.index.EntryPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A tree of files in memory, to be published, and to be compared with what was fetched. */
public final class TestTree {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901234Z");

    private final SortedMap<EntryPath, Node> nodes = new TreeMap<>();

    /** What lies at a path. */
    sealed interface Node {
        /** A directory. */
        record Directory(int mode) implements Node {}

        /** A file; one with a {@code base} is stored as deltas. */
        @SuppressWarnings("ArrayRecordComponent") // compared by nobody
        record File(byte[] bytes, int mode, Instant time, Optional<Base> base) implements Node {}

        /** A link. */
        record Link(String target) implements Node {}
    }

    /**
     * What a file is stored as deltas against.
     *
     * @param bytes are cut into chunks: each of the file's is made against the one that has its number
     * @param only whether the deltas are the only place of the file's chunks
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Base(byte[] bytes, boolean only) {}

    /** An empty tree. */
    public TestTree() {
        nodes.put(EntryPath.ROOT, new Node.Directory(0755));
    }

    /** A tree with all that {@code other} has. */
    public TestTree(TestTree other) {
        nodes.putAll(other.nodes);
    }

    /** Adds a directory, and those above it. */
    public TestTree directory(String path, int mode) {
        EntryPath at = new EntryPath(path);
        parents(at);
        nodes.put(at, new Node.Directory(mode));
        return this;
    }

    /** Adds a file. */
    public TestTree file(String path, byte[] bytes) {
        return file(path, bytes, 0644);
    }

    /** Adds a file of some mode. */
    public TestTree file(String path, byte[] bytes, int mode) {
        return put(path, new Node.File(bytes, mode, TIME, Optional.empty()));
    }

    /** Adds a file that was modified at {@code time}. */
    public TestTree file(String path, byte[] bytes, Instant time) {
        return put(path, new Node.File(bytes, 0644, time, Optional.empty()));
    }

    /** Adds a file whose chunks lie in delta frames, too: each against that one of {@code base} which has its number. */
    public TestTree delta(String path, byte[] bytes, byte[] base) {
        return put(path, new Node.File(bytes, 0644, TIME, Optional.of(new Base(base, false))));
    }

    /** The same, but the delta frames are the only place of what is new. */
    public TestTree onlyDelta(String path, byte[] bytes, byte[] base) {
        return put(path, new Node.File(bytes, 0644, TIME, Optional.of(new Base(base, true))));
    }

    /** Adds a link. */
    public TestTree link(String path, String target) {
        return put(path, new Node.Link(target));
    }

    /** Removes what lies at a path. */
    public TestTree remove(String path) {
        nodes.remove(new EntryPath(path));
        return this;
    }

    /** The bytes of a file. */
    public byte[] bytes(String path) {
        return ((Node.File) nodes.get(new EntryPath(path))).bytes();
    }

    SortedMap<EntryPath, Node> nodes() {
        return Collections.unmodifiableSortedMap(nodes);
    }

    private TestTree put(String path, Node node) {
        EntryPath at = new EntryPath(path);
        parents(at);
        nodes.put(at, node);
        return this;
    }

    private void parents(EntryPath path) {
        for (EntryPath at = path.parent(); !at.equals(EntryPath.ROOT); at = at.parent()) {
            nodes.putIfAbsent(at, new Node.Directory(0755));
        }
    }

    /** Bytes that no two seeds have in common, and that do not compress. */
    public static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Text that compresses well. */
    public static byte[] text(long seed, int length) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("block ").append(random.nextInt(100)).append(" of the chain\n");
        }
        return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }

    /** Fails unless {@code directory} holds just this, but for the paths in {@code more}. */
    public void assertIsIn(Path directory, String... more) throws IOException {
        SortedMap<EntryPath, Node> expected = new TreeMap<>(nodes);
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                EntryPath name = new EntryPath(directory.relativize(path).toString());
                if (List.of(more).contains(name.value())) {
                    continue;
                }
                Node node = expected.remove(name);
                if (node == null) {
                    throw new AssertionError(name + " is too much");
                }
                assertIs(node, path, name);
            }
        }
        assertEquals(Collections.emptySortedMap(), expected, "is missing");
    }

    /** Checks when the directories below {@code directory} say they were modified. */
    public void assertTimesOfDirectories(Path directory) throws IOException {
        for (EntryPath path : nodes.keySet()) {
            if (nodes.get(path) instanceof Node.Directory) {
                Instant found = Files.getLastModifiedTime(directory.resolve(path.value()))
                        .toInstant();
                assertEquals(timeOfDirectory(path), found, "time of \"" + path + "\"");
            }
        }
    }

    /** When a directory was modified: each at a time of its own. */
    static Instant timeOfDirectory(EntryPath path) {
        return TIME.minusSeconds(path.value().hashCode() & 0xffff);
    }

    private static void assertIs(Node node, Path path, EntryPath name) throws IOException {
        switch (node) {
            case Node.Directory directory -> {
                assertEquals(true, Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS), name + " is a directory");
                assertEquals(directory.mode(), mode(path), "mode of " + name);
            }
            case Node.File file -> {
                assertEquals(true, Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS), name + " is a file");
                assertArrayEquals(file.bytes(), Files.readAllBytes(path), "bytes of " + name);
                assertEquals(file.mode(), mode(path), "mode of " + name);
                assertEquals(file.time(), Files.getLastModifiedTime(path).toInstant(), "time of " + name);
            }
            case Node.Link link ->
                assertEquals(link.target(), Files.readSymbolicLink(path).toString(), "target of " + name);
        }
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }
}
