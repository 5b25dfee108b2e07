package io.freshet.publisher.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever lies where the copy should be: nothing is written or removed that is not the copy's. */
class KeptBaseAttacksTest {

    private static final int PAGE = KeptHouse.PAGE;

    @TempDir
    private Path directory;

    private KeptHouse house;
    private Path pages;
    private Path outside;
    private byte[] theirs;

    @BeforeEach
    void keepACopy() throws Exception {
        house = new KeptHouse(directory);
        pages = house.write("db/mdbx.dat", house.noise(3 * PAGE));
        house.keep(KeptHouse.PLENTY);
        house.overwrite(pages, 0, PAGE);
        theirs = house.noise(2 * PAGE);
        outside = Files.createDirectories(house.directory.resolve("outside"));
        Files.write(outside.resolve("mdbx.dat"), theirs);
    }

    @AfterEach
    void othersFilesAreAsTheyWere() throws IOException {
        assertThat(outside.resolve("mdbx.dat")).hasBinaryContent(theirs);
        try (Stream<Path> all = Files.list(outside)) {
            assertThat(all).hasSize(1);
        }
    }

    private void assertKeptAfterAll() throws Exception {
        assertThat(house.keep(KeptHouse.PLENTY).failure()).isEmpty();
        assertThat(house.copy("db/mdbx.dat")).hasSameBinaryContentAs(pages);
        assertThat(Files.isSymbolicLink(house.copy("db/mdbx.dat"))).isFalse();
    }

    @Test
    void aLinkInThePlaceOfAFileIsReplaced() throws Exception {
        Files.delete(house.copy("db/mdbx.dat"));
        Files.createSymbolicLink(house.copy("db/mdbx.dat"), outside.resolve("mdbx.dat"));
        assertKeptAfterAll();
    }

    @Test
    void aLinkInThePlaceOfADirectoryIsReplaced() throws Exception {
        Files.delete(house.copy("db/mdbx.dat"));
        Files.delete(house.copy("db"));
        Files.createSymbolicLink(house.copy("db"), outside);
        assertKeptAfterAll();
    }

    @Test
    void aLinkBesideTheCopyIsRemovedAndNotFollowed() throws Exception {
        Files.createSymbolicLink(house.copy("db/more"), outside);
        assertKeptAfterAll();
        assertThat(Files.isSymbolicLink(house.copy("db/more"))).isFalse();
    }

    @Test
    void aFileThatHasAnotherNameIsNotWrittenInto() throws Exception {
        Files.delete(house.copy("db/mdbx.dat"));
        Files.createLink(house.copy("db/mdbx.dat"), outside.resolve("mdbx.dat"));
        assertKeptAfterAll();
    }

    @Test
    void theSourceByAnotherNameIsNotWrittenInto() throws Exception {
        Files.delete(house.copy("db/mdbx.dat"));
        Files.createLink(house.copy("db/mdbx.dat"), pages);
        byte[] before = Files.readAllBytes(pages);
        assertKeptAfterAll();
        assertThat(pages).hasBinaryContent(before);
        house.keep(PAGE);
        assertThat(pages).hasBinaryContent(before);
    }

    @Test
    void aLinkInThePlaceOfTheTreeIsNotFollowed() throws Exception {
        removeTree();
        Files.createSymbolicLink(house.copy(""), outside);
        KeptReport report = house.keep(KeptHouse.PLENTY);
        assertThat(report.failure().orElseThrow()).hasMessageContaining("tree");
        assertThat(KeptBase.open(house.kept, 1, house.source).tree()).isEmpty();
    }

    @Test
    void aLinkInThePlaceOfTheWholeIsRefused() throws Exception {
        Path elsewhere = house.kept.resolveSibling("elsewhere.base");
        Files.createSymbolicLink(elsewhere, outside);
        assertThatThrownBy(() -> KeptBase.open(elsewhere, 1, house.source)).isInstanceOf(KeptBaseRefused.class);
        assertThatThrownBy(() -> KeptBase.open(elsewhere, 0, house.source)).isInstanceOf(KeptBaseRefused.class);
    }

    @Test
    void aDirectoryOfOtherThingsIsRefused() throws Exception {
        for (long limit : new long[] {0, KeptHouse.PLENTY}) {
            assertThatThrownBy(() -> KeptBase.open(outside, limit, house.source))
                    .isInstanceOf(KeptBaseRefused.class)
                    .hasMessageContaining("holds other things");
        }
    }

    @Test
    void whatOverlapsTheSourceIsRefusedAndNotMade() throws Exception {
        Path link = Files.createSymbolicLink(house.directory.resolve("link"), house.source);
        for (Path within : new Path[] {house.source.resolve("bases/a.base"), link.resolve("bases/a.base"), link}) {
            assertThatThrownBy(() -> KeptBase.open(within, 1, house.source))
                    .isInstanceOf(KeptBaseRefused.class)
                    .hasMessageContaining(house.directory.toString());
        }
        assertThatThrownBy(() -> KeptBase.open(house.directory, 1, house.source))
                .isInstanceOf(KeptBaseRefused.class)
                .hasMessageContaining("overlaps");
        assertThat(house.source.resolve("bases")).doesNotExist();
    }

    private void removeTree() throws IOException {
        Files.delete(house.copy("db/mdbx.dat"));
        Files.delete(house.copy("db"));
        Files.delete(house.copy(""));
    }
}
