package io.freshet.fetcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.ContentNode;
import io.freshet.core.index.ContentTreeWriter;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two large files between two small ones: most leaves hold chunks alone. */
class LocalIndexTest {

    private static final int CHUNKS = 20_000;

    @TempDir
    Path directory;

    private LocalIndex index;
    private Digest root;
    private final List<Digest> leaves = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        index = new LocalIndex(directory.resolve("index"));
        root = tree(0);
        index.settle();
    }

    @Test
    void leavesInWhichNoPathBeginsArePassedByWherePathsAreWanted() throws IOException {
        List<String> paths = new ArrayList<>();
        List<ContentNode.Leaf> visited = new ArrayList<>();
        assertThat(index.walkPaths(root, leaf -> {
                    visited.add(leaf);
                    leaf.items().stream()
                            .filter(Item.Path.class::isInstance)
                            .forEach(item -> paths.add(((Item.Path) item).path().value()));
                    return true;
                }))
                .isTrue();
        assertThat(paths).containsExactly("", "a", "b", "c", "d");
        assertThat(visited).hasSizeBetween(1, 4);
        assertThat(leaves).hasSizeGreaterThan(8);
    }

    @Test
    void aWalkOverPathsDoesNotMissALeafThatItDoesNotNeed() throws IOException {
        delete(leaves.get(leaves.size() / 4));
        assertThat(index.walkPaths(root, leaf -> true)).isTrue();
        assertThat(index.walk(root, leaf -> true)).isFalse();
    }

    @Test
    void nodesOfOtherTreesGoAndThoseOfThisStay() throws IOException {
        long before = files();
        Digest other = tree(7);
        index.settle();
        assertThat(files()).isGreaterThan(before);
        index.keep(List.of(root));
        assertThat(files()).isEqualTo(before);
        assertThat(index.walk(root, leaf -> true)).isTrue();
        assertThat(index.get(other)).isEmpty();
    }

    @Test
    void aTreeOfOneLeafIsKept() throws IOException {
        ContentTreeWriter writer = new ContentTreeWriter((level, id, plain, children) -> index.put(id, plain));
        writer.add(new Item.Directory(EntryPath.ROOT, 0755, List.of()));
        Digest only = writer.finish().id();
        index.settle();
        index.keep(List.of(only));
        assertThat(files()).isEqualTo(1);
        assertThat(index.walkPaths(only, leaf -> true)).isTrue();
    }

    private Digest tree(int seed) throws IOException {
        ContentTreeWriter writer = new ContentTreeWriter((level, id, plain, children) -> {
            index.put(id, plain);
            if (level == 0 && seed == 0) {
                leaves.add(id);
            }
        });
        writer.add(new Item.Directory(EntryPath.ROOT, 0755, List.of()));
        file(writer, "a", 1, seed);
        file(writer, "b", CHUNKS, seed);
        file(writer, "c", CHUNKS, seed + 1);
        file(writer, "d", 1, seed);
        return writer.finish().id();
    }

    private static void file(ContentTreeWriter writer, String name, int chunks, int seed) throws IOException {
        writer.add(new Item.File(new EntryPath(name), 0644, chunks * 4096L, List.of()));
        for (int i = 0; i < chunks; i++) {
            Digest id = Digest.of(new ByteWriter(16).u64(i).u64(seed).toBytes());
            writer.add(new Item.Chunk(id, 4096, 4096));
        }
    }

    private void delete(Digest node) throws IOException {
        String name = node.toString();
        Files.delete(directory.resolve("index").resolve(name.substring(0, 2)).resolve(name));
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("index"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
