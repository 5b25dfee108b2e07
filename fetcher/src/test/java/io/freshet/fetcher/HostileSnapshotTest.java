package io.freshet.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.trust.MissingKey;
import io.freshet.fetcher.testing.TestRepository;
import io.freshet.fetcher.testing.TestRepository.Part;
import io.freshet.fetcher.testing.TestTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Snapshots that were signed, but by somebody who means harm: nothing is written outside the staging tree. */
class HostileSnapshotTest extends OneMirror {

    private static final int DIRECTORY = 1;
    private static final int FILE = 2;
    private static final int LINK = 3;

    HostileSnapshotTest() throws IOException, MissingKey {
        super(new TestRepository());
    }

    @BeforeEach
    void writeWhatIsPrecious() throws Exception {
        Files.writeString(directory.resolve("precious"), "as it was");
    }

    private static ByteWriter path(int type, String path) {
        return new ByteWriter(64).u8(1).u8(type).varint(type == LINK ? 0 : 0644).string(path);
    }

    private static byte[] directoryAt(String path) {
        return path(DIRECTORY, path).varint(0).toBytes();
    }

    private static byte[] fileAt(String path) {
        return path(FILE, path).varint(3).varint(0).toBytes();
    }

    private static byte[] link(String path, String target) {
        return path(LINK, path).string(target).varint(0).toBytes();
    }

    private static byte[] bytes() {
        return new ByteWriter(4).u8(5).raw(new byte[] {'b', 'a', 'd'}).toBytes();
    }

    static Stream<Arguments> trees() {
        byte[] root = directoryAt("");
        return Stream.of(
                Arguments.of("leads up", List.of(root, fileAt("../precious"), bytes())),
                Arguments.of("leads up from within", List.of(root, fileAt("a/../../precious"), bytes())),
                Arguments.of("is absolute", List.of(root, fileAt("/tmp/precious"), bytes())),
                Arguments.of("is the directory itself", List.of(root, fileAt("."), bytes())),
                Arguments.of("has a NUL", List.of(root, fileAt("a\0b"), bytes())),
                Arguments.of("has a line's end", List.of(root, fileAt("a\nb"), bytes())),
                Arguments.of("has an empty name", List.of(root, directoryAt("a"), fileAt("a//b"), bytes())),
                Arguments.of("ends in a slash", List.of(root, fileAt("a/"), bytes())),
                Arguments.of("is too long", List.of(root, fileAt("n".repeat(256)), bytes())),
                Arguments.of("is too deep", List.of(root, fileAt("n/".repeat(200) + "n"), bytes())),
                Arguments.of("goes through a link", List.of(root, link("l", "."), fileAt("l/x"), bytes())),
                Arguments.of("goes through a file", List.of(root, fileAt("f"), bytes(), fileAt("f/x"), bytes())),
                Arguments.of("has no parent", List.of(root, fileAt("no/x"), bytes())),
                Arguments.of("comes twice", List.of(root, fileAt("a"), bytes(), fileAt("a"), bytes())),
                Arguments.of("is out of order", List.of(root, fileAt("b"), bytes(), fileAt("a"), bytes())),
                Arguments.of("begins without a root", List.of(fileAt("a"), bytes())),
                Arguments.of(
                        "has too few bytes",
                        List.of(root, path(FILE, "a").varint(9).varint(0).toBytes(), bytes())),
                Arguments.of("has no file for its bytes", List.of(root, bytes())),
                Arguments.of("links up", List.of(root, link("l", "../../precious"))),
                Arguments.of("links to a root", List.of(root, link("l", "/etc"))),
                Arguments.of("links to nothing", List.of(root, link("l", ""))),
                Arguments.of(
                        "has an unknown type",
                        List.of(root, path(7, "a").varint(0).toBytes())),
                Arguments.of(
                        "needs what is unknown",
                        List.of(
                                root,
                                path(DIRECTORY, "a")
                                        .varint(1)
                                        .varint(99)
                                        .bytes(new byte[1])
                                        .toBytes())),
                Arguments.of("is not all there", List.of(root, new byte[] {1, 2})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trees")
    void aTreeThatCannotBeIsRefused(String what, List<byte[]> entries) throws Exception {
        Snapshot snapshot = repository.snapshotOfEntries(entries);
        assertThatThrownBy(() -> node.fetch(snapshot, mirror)).isInstanceOf(IOException.class);
        assertThat(node.into().resolve("current")).doesNotExist();
        assertNothingElse();
    }

    @Test
    void aTreeThatCanBeIsNot() throws Exception {
        node.fetch(
                repository.snapshotOfEntries(List.of(directoryAt(""), fileAt("a"), bytes(), link("b", "a"))), mirror);
        assertThat(Files.readString(node.file("b"))).isEqualTo("bad");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    private void assertNothingElse() throws IOException {
        assertThat(Files.readString(directory.resolve("precious"))).isEqualTo("as it was");
        assertThat(names()).containsExactlyInAnyOrder("into", "precious");
    }

    @Test
    void aComponentIsNotWrittenThroughTheLinkOfAnother() throws Exception {
        TestTree outer = new TestTree().directory("d", 0755).link("l", "d");
        TestTree inner = new TestTree().file("x", new byte[] {1});
        List<Part> outerFirst =
                List.of(new Part("a", "", 0, List.of(), outer), new Part("b", "l/deep", 1, List.of(), inner));
        Snapshot snapshot = repository.snapshot(outerFirst);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> node.fetch(snapshot, mirror)).isInstanceOf(IOException.class);
        }
        assertThat(node.into().resolve("current")).doesNotExist();
        assertNothingElse();
    }

    @Test
    void aComponentDoesNotListWhatBelongsToAnother() throws Exception {
        TestTree outer = new TestTree().file("deep/y", new byte[] {1});
        TestTree inner = new TestTree().file("x", new byte[] {1});
        Snapshot snapshot = repository.snapshot(
                List.of(new Part("a", "", 0, List.of(), outer), new Part("b", "deep", 1, List.of(), inner)));
        assertThatThrownBy(() -> node.fetch(snapshot, mirror))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("belongs to another component");
    }
}
