package io.freshet.bench.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.data.DirectoryCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

    @TempDir
    Path source;

    @TempDir
    Path fetched;

    @BeforeEach
    void twoTrees() throws IOException {
        Files.createDirectories(source.resolve("db/empty"));
        Files.write(source.resolve("db/pages"), new byte[100_000]);
        Files.writeString(source.resolve("note"), "one");
        Files.createSymbolicLink(source.resolve("current"), Path.of("db/pages"));
        DirectoryCopy.of(source, fetched);
    }

    @Test
    void aCopyHasNoDifference() throws IOException {
        assertThat(differences()).isEmpty();
    }

    @Test
    void oneByteIsADifference() throws IOException {
        byte[] changed = new byte[100_000];
        changed[99_999] = 1;
        Files.write(fetched.resolve("db/pages"), changed);

        assertThat(differences()).containsExactly("db/pages");
    }

    @Test
    void soIsOneBitOfAMode() throws IOException {
        Files.setPosixFilePermissions(source.resolve("note"), PosixFilePermissions.fromString("rw-r-----"));
        Files.setPosixFilePermissions(fetched.resolve("note"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(differences()).containsExactly("note");
    }

    @Test
    void soIsTheTargetOfALinkThatLeadsToTheSameBytes() throws IOException {
        Files.delete(fetched.resolve("current"));
        Files.createSymbolicLink(fetched.resolve("current"), Path.of("db/../db/pages"));

        assertThat(differences()).containsExactly("current");
    }

    @Test
    void soIsAFileInALinksPlace() throws IOException {
        Files.delete(fetched.resolve("current"));
        Files.write(fetched.resolve("current"), new byte[100_000]);

        assertThat(differences()).containsExactly("current");
    }

    @Test
    void soIsWhatOnlyOneSideHas() throws IOException {
        Files.delete(fetched.resolve("db/empty"));
        Files.writeString(fetched.resolve("more"), "");

        assertThat(differences()).containsExactly("db/empty", "more");
    }

    @Test
    void whatAToolDoesNotCarryIsNotLookedAt() throws IOException {
        Files.delete(fetched.resolve("current"));

        assertThat(new Comparison(source, fetched, Set.of("current")).differences())
                .isEmpty();
    }

    private Iterable<String> differences() throws IOException {
        return new Comparison(source, fetched, Set.of()).differences();
    }
}
