package io.freshet.fetcher.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

    @TempDir
    Path directory;

    @Test
    void anEmptyOrNewDirectoryIsTaken() throws IOException {
        Home.open(directory.resolve("new/deep"), false).close();
        Home.open(Files.createDirectory(directory.resolve("empty")), false).close();
        Home.open(directory.resolve("empty"), false).close();
    }

    @Test
    void aForeignDirectoryIsRefusedUnlessItIsSaidToBeTaken() throws IOException {
        Files.writeString(directory.resolve("chaindata"), "foreign");
        assertThatThrownBy(() -> Home.open(directory, false))
                .isInstanceOf(HomeRefused.Foreign.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("--replace");
        assertThat(directory.resolve(".freshet")).doesNotExist();
        Home.open(directory, true).close();
        assertThat(directory.resolve("chaindata")).hasContent("foreign");
    }

    @Test
    void aNewVolumeIsEmpty() throws IOException {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        Path lost = Files.createDirectory(volume.resolve("lost+found"));
        // Not to be read, but by root.
        Files.setPosixFilePermissions(lost, Set.of());
        Home.open(volume, false).close();
        assertThat(lost).isDirectory();
    }

    @Test
    void whatIsOnlyCalledLostAndFoundIsForeign() throws IOException {
        Path full = Files.createDirectories(directory.resolve("full/lost+found"));
        Files.writeString(full.resolve("#12345"), "somebody's");
        Path file = Files.createDirectory(directory.resolve("file"));
        Files.writeString(file.resolve("lost+found"), "somebody's");
        Path both =
                Files.createDirectories(directory.resolve("both/lost+found")).getParent();
        Files.writeString(both.resolve("chaindata"), "somebody's");
        for (String name : List.of("full", "file", "both")) {
            assertThatThrownBy(() -> Home.open(directory.resolve(name), false)).isInstanceOf(HomeRefused.Foreign.class);
        }
    }

    @Test
    void aForeignCurrentIsNeverReplaced() throws IOException {
        Files.writeString(directory.resolve("current"), "foreign");
        assertThatThrownBy(() -> Home.open(directory, true)).isInstanceOf(HomeRefused.Foreign.class);
        assertThat(directory.resolve("current")).hasContent("foreign");
    }

    @Test
    void aFileIsNoDirectoryToFetchInto() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> Home.open(file, false)).isInstanceOf(HomeRefused.Foreign.class);
    }

    @Test
    void oneFetchAtATime() throws IOException {
        try (Home first = Home.open(directory, false)) {
            assertThat(first.directory()).isEqualTo(directory);
            assertThatThrownBy(() -> Home.open(directory, false))
                    .isInstanceOf(HomeRefused.Busy.class)
                    .hasMessageContaining("another process");
        }
        Home.open(directory, false).close();
    }

    @Test
    void tooLittleRoomIsSaidInFigures() throws IOException {
        try (Home home = Home.open(directory, false)) {
            home.reserve(1);
            assertThatThrownBy(() -> home.reserve(1L << 60))
                    .isInstanceOf(HomeRefused.TooSmall.class)
                    .hasMessageContaining("1099511627776 MiB")
                    .hasMessageContaining("--keep 1");
        }
    }

    @Test
    void aFullDiskIsSaidToBeFull() throws IOException {
        try (Home home = Home.open(directory, false)) {
            IOException full = new IOException("No space left on device");
            assertThat(home.explain(full, 3 << 20))
                    .isInstanceOf(HomeRefused.TooSmall.class)
                    .hasMessageContaining("3 MiB more")
                    .hasCause(full);
            IOException other = new IOException("something else");
            assertThat(home.explain(other, 3 << 20)).isSameAs(other);
        }
    }

    @Test
    void aVersionWhoseManifestWasDamagedIsNoSeedAndNoObstacle() throws IOException {
        VersionId id = VersionId.of(7, Digest.of(new byte[0]));
        try (Home home = Home.open(directory, false)) {
            Files.createDirectories(home.tree(id));
            Path manifest = directory.resolve(".freshet/manifests/" + id + ".json");
            for (String damaged : List.of("", "{", "{}")) {
                Files.writeString(manifest, damaged);
                assertThat(home.manifest(id)).isEmpty();
                assertThat(home.seeds()).isEmpty();
            }
        }
    }

    @Test
    void versionsAreNamedByReleaseAndWhatWasFetchedOfIt() {
        VersionId whole = VersionId.of(7, Digest.of(new byte[0]));
        assertThat(whole).hasToString("000007-e3b0c44298fc");
        VersionId part = whole.only(List.of("state", "bootstrap"));
        assertThat(part).isEqualTo(whole.only(List.of("bootstrap", "state"))).isNotEqualTo(whole);
        assertThat(part.toString()).matches("000007-e3b0c44298fc-[0-9a-f]{6}");
        assertThat(VersionId.parse(whole.toString())).contains(whole);
        assertThat(VersionId.parse(part.toString())).contains(part);
        assertThat(VersionId.parse(".staging-" + whole)).isEmpty();
        assertThat(VersionId.parse("000007-E3B0C44298FC")).isEmpty();
        assertThat(VersionId.of(1_000_000, Digest.of(new byte[0]))).isGreaterThan(VersionId.of(999_999, Digest.ZERO));
    }
}
