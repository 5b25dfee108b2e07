package io.freshet.publisher.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.publisher.ProgressListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories that show at the copy's place, too: what is in them is not the copy's. */
class KeptBaseMountsTest {

    private static final int PAGE = KeptHouse.PAGE;

    @TempDir
    private Path directory;

    private final MountHouse mounts = new MountHouse();
    private KeptHouse house;
    private Path outside;

    @BeforeEach
    void keepACopy() throws Exception {
        house = new KeptHouse(directory);
        house.write("db/mdbx.dat", house.noise(3 * PAGE));
        house.keep(KeptHouse.PLENTY);
        outside = Files.createDirectories(house.directory.resolve("outside"));
        Files.writeString(outside.resolve("theirs"), "mine");
    }

    @AfterEach
    void unmount() throws Exception {
        mounts.close();
        assertThat(outside.resolve("theirs")).hasContent("mine");
    }

    /** A bind mount is on the same device: only the table of what is mounted tells. */
    @ParameterizedTest
    @CsvSource({"tree, 0", "tree, 1000000", "tree/db/mounted, 0", "tree/db/mounted, 1000000"})
    void whatIsMountedInTheCopyIsNotTouched(String at, long limit) throws Exception {
        KeptBase opened = KeptBase.open(house.kept, limit, house.source);
        mounts.bind(outside, Files.createDirectories(house.kept.resolve(at)));
        KeptReport report = opened.update(house.config(), ProgressListener.NONE);
        assertThat(report.failure().orElseThrow())
                .isInstanceOf(KeptBaseRefused.class)
                .hasMessageContaining("mounted");
        assertThatThrownBy(() -> house.keep(limit)).isInstanceOf(KeptBaseRefused.class);
    }

    /** As a system tells that has no such table. */
    @Test
    void whatIsOnAnotherDeviceIsRefusedBeforeAnythingIsRemoved() throws Exception {
        mounts.empty(Files.createDirectories(house.copy("zz/mounted")));
        Path theirs = Files.writeString(house.copy("zz/mounted/theirs"), "mine");
        CopyTree tree = CopyTree.at(house.copy(""));
        assertThatThrownBy(() -> tree.removeAllBut(Set.of()))
                .isInstanceOf(KeptBaseRefused.class)
                .hasMessageContaining("zz/mounted");
        assertThat(theirs).exists();
        assertThat(house.copy("db/mdbx.dat")).exists();
    }

    @Test
    void thePlaceMayItselfBeMounted() throws Exception {
        Path place = Files.createDirectories(house.kept.resolveSibling("mounted.base"));
        mounts.empty(place);
        KeptReport report =
                KeptBase.open(place, KeptHouse.PLENTY, house.source).update(house.config(), ProgressListener.NONE);
        assertThat(report.failure()).isEmpty();
        assertThat(place.resolve("tree/db/mdbx.dat")).hasSameBinaryContentAs(house.source.resolve("db/mdbx.dat"));
    }

    @Test
    void thePlaceInTheSourceByAnotherWayIsRefused() throws Exception {
        Path other = Files.createDirectories(house.directory.resolve("other"));
        mounts.bind(house.source, other);
        for (String within : new String[] {"state/bases/a.base", "a.base", ""}) {
            assertThatThrownBy(() -> KeptBase.open(other.resolve(within), 1, house.source))
                    .isInstanceOf(KeptBaseRefused.class)
                    .hasMessageContaining("overlaps the source");
        }
        assertThat(house.source.resolve("state")).doesNotExist();
    }

    @Test
    void theSourceInThePlaceByAnotherWayIsRefused() throws Exception {
        Path other = Files.createDirectories(house.directory.resolve("other"));
        mounts.bind(house.kept, other);
        for (Path source : new Path[] {other, other.resolve("tree"), other.resolve("tree/db")}) {
            assertThatThrownBy(() -> KeptBase.open(house.kept, 0, source))
                    .isInstanceOf(KeptBaseRefused.class)
                    .hasMessageContaining("overlaps the source");
        }
    }
}
