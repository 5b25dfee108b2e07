package io.freshet.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo's verdict rests on: each kind of difference is found. */
class TreeComparisonTest {

    private static final int HOLE = 8 << 20;

    @TempDir
    private Path directory;

    private Path source;
    private Path fetched;

    @BeforeEach
    void makeTwoEqualTrees() throws IOException {
        source = tree("source");
        fetched = tree("fetched");
    }

    private Path tree(String name) throws IOException {
        Path tree = Files.createDirectories(directory.resolve(name));
        Files.createDirectory(tree.resolve("empty"));
        Files.writeString(tree.resolve("file"), "some bytes");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("file"));
        try (FileChannel sparse = FileChannel.open(
                tree.resolve("sparse"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            sparse.write(ByteBuffer.wrap(new byte[] {1}), HOLE);
        }
        return tree;
    }

    private List<String> differences() throws IOException {
        return new TreeComparison().compare(source, fetched);
    }

    @Test
    void equalTreesHaveNone() throws IOException {
        assertThat(differences()).isEmpty();
    }

    @Test
    void aByteTooMuchOrAnotherOne() throws IOException {
        Files.writeString(fetched.resolve("file"), "some byteZ");
        assertThat(differences()).containsExactly("file differs at byte 9");
    }

    @Test
    void otherPermissionsOfAFile() throws IOException {
        Files.setPosixFilePermissions(fetched.resolve("file"), PosixFilePermissions.fromString("rwx------"));
        assertThat(differences()).containsExactly("file has other permissions");
    }

    @Test
    void aLinkThatLeadsElsewhere() throws IOException {
        Files.delete(fetched.resolve("link"));
        Files.createSymbolicLink(fetched.resolve("link"), Path.of("empty"));
        assertThat(differences()).containsExactly("link leads elsewhere");
    }

    @Test
    void whatIsMissingAndWhatIsNew() throws IOException {
        Files.delete(fetched.resolve("empty"));
        Files.createDirectory(fetched.resolve("more"));
        assertThat(differences())
                .containsExactly(
                        "empty is a directory in the source and missing here",
                        "more is missing in the source and a directory here");
    }

    @Test
    void aHoleThatWasFilled() throws IOException {
        byte[] bytes = Files.readAllBytes(fetched.resolve("sparse"));
        Files.delete(fetched.resolve("sparse"));
        Files.write(fetched.resolve("sparse"), bytes);
        assertThat(differences()).containsExactly("sparse has no hole at byte 0");
    }
}
