package io.freshet.core.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clones, in a directory that {@code FRESHET_TEST_CLONES} names, on XFS or Btrfs. */
class ClonerTest {

    @TempDir
    Path elsewhere;

    private final Cloner cloner = Cloner.ofSystem();
    private Path directory;
    private Path file;
    private Path copy;

    @BeforeEach
    void makeFile() throws IOException {
        String named = System.getenv("FRESHET_TEST_CLONES");
        assumeThat(named)
                .as("FRESHET_TEST_CLONES names no directory on a file system that makes clones (XFS, Btrfs)")
                .isNotNull();
        directory = Files.createTempDirectory(Path.of(named), "cloner");
        file = Files.writeString(directory.resolve("file"), "what it has");
        copy = directory.resolve("copy");
    }

    @AfterEach
    void delete() throws IOException {
        if (directory != null) {
            for (String name : new String[] {"link", "copy", "file", ""}) {
                Files.deleteIfExists(directory.resolve(name));
            }
        }
    }

    private void assertClones() throws IOException {
        assertThat(cloner.clone(file, copy)).isTrue();
        assertThat(copy).hasContent("what it has");
    }

    @Test
    void aFileThatIsThereIsLeftAndNoRefusal() throws Exception {
        Files.writeString(copy, "mine");
        assertThat(cloner.clone(file, copy)).isFalse();
        assertThat(copy).hasContent("mine");
        Files.delete(copy);
        assertClones();
    }

    @Test
    void aFileThatIsNotThereIsNoRefusal() throws Exception {
        assertThat(cloner.clone(directory.resolve("none"), copy)).isFalse();
        assertThat(cloner.clone(file, directory.resolve("none/copy"))).isFalse();
        assertClones();
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(cloner.clone(link, copy)).isFalse();
        assertThat(copy).doesNotExist();
        assertClones();
    }

    /** From one file system to another nobody clones. */
    @Test
    void theFirstRefusalIsTakenForAllAndLeavesNoFile() throws Exception {
        assumeThat(Files.getFileStore(elsewhere)).isNotEqualTo(Files.getFileStore(directory));
        Path other = elsewhere.resolve("copy");
        assertThat(cloner.clone(file, other)).isFalse();
        assertThat(other).doesNotExist();
        assertThat(cloner.clone(file, copy)).isFalse();
        assertThat(copy).doesNotExist();
    }
}
