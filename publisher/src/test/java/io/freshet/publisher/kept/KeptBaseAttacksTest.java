package io.freshet.publisher.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.publisher.ProgressListener;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Hours pass between the two: the release is made. */
    @ParameterizedTest
    @ValueSource(longs = {0, KeptHouse.PLENTY})
    void aLinkThatTakesThePlaceOfTheWholeOnceItIsOpenIsNotFollowed(long limit) throws Exception {
        Path tree = Files.createDirectories(outside.resolve("tree"));
        Files.writeString(tree.resolve("theirs"), "mine");
        try {
            KeptBase opened = KeptBase.open(house.kept, limit, house.source);
            Files.move(house.kept, house.kept.resolveSibling("away"));
            Files.createSymbolicLink(house.kept, outside);
            KeptReport report = opened.update(house.config(), ProgressListener.NONE);
            assertThat(report.failure().orElseThrow()).isInstanceOf(KeptBaseRefused.class);
            assertThat(tree.resolve("theirs")).hasContent("mine");
            assertThat(report.bytes()).isZero();
        } finally {
            Files.deleteIfExists(tree.resolve("theirs"));
            Files.deleteIfExists(tree);
        }
    }

    @Test
    void aLinkOnTheWayThatAppearsOnceItIsOpenIsNotFollowed() throws Exception {
        KeptBase opened = KeptBase.open(house.kept, KeptHouse.PLENTY, house.source);
        Path bases = house.kept.getParent();
        Path away = Files.move(bases, bases.resolveSibling("away"));
        Path others = Files.createDirectories(away.resolve("some.base/tree/others"));
        Files.createSymbolicLink(bases, away);
        KeptReport report = opened.update(house.config(), ProgressListener.NONE);
        assertThat(report.failure().orElseThrow()).isInstanceOf(KeptBaseRefused.class);
        assertThat(others).exists();
    }

    @Test
    void whatElseLiesThereIsLeftAndCanBeRemovedLater() throws Exception {
        Path other = Files.writeString(house.kept.resolve("notes"), "mine");
        KeptReport report = house.keep(0);
        assertThat(report.failure().orElseThrow()).isInstanceOf(DirectoryNotEmptyException.class);
        assertThat(other).hasContent("mine");
        assertThat(house.copy("")).doesNotExist();
        assertKeptAfterAll();
        Files.delete(other);
        assertThat(house.keep(0).failure()).isEmpty();
        assertThat(house.kept).doesNotExist();
    }

    @Test
    void aLinkInThePlaceOfTheTagIsNoTag() throws Exception {
        Path theirs = Files.createDirectories(house.kept.resolveSibling("theirs.base"));
        Files.createSymbolicLink(theirs.resolve("CACHEDIR.TAG"), house.kept.resolve("CACHEDIR.TAG"));
        assertThatThrownBy(() -> KeptBase.open(theirs, 0, house.source)).isInstanceOf(KeptBaseRefused.class);
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
