package io.freshet.publisher.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.core.chunk.PathGlob;
import io.freshet.core.index.EntryPath;
import io.freshet.core.local.LocalFiles;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceWalkTest {

    private static final List<ComponentSpec> ALL = List.of(ComponentSpec.MAIN);

    @TempDir
    Path directory;

    private Path source;

    @BeforeEach
    void realPath() throws IOException {
        source = directory.toRealPath();
    }

    @Test
    void entriesComeInTheOrderOfTheIndex() throws Exception {
        for (String file : List.of("b/x", "b.txt", "b!", "a/z/1", "a/z!", "ü", "z", "b/\uD83D\uDE00", "b/\uFFEE")) {
            write(file);
        }
        List<String> expected = walk(SourceRules.DEFAULTS).stream()
                .sorted((a, b) -> new EntryPath(a).compareTo(new EntryPath(b)))
                .toList();
        List<String> found = walk(SourceRules.DEFAULTS);
        assertEquals(expected, found);
        assertEquals("", found.getFirst());
        assertEquals(13, found.size());
    }

    @Test
    void whatIsNoPartOfASnapshotIsLeftOutAndNamed() throws Exception {
        for (String file : List.of("db/LOCK", "db/mdbx.lck", "db/lock.mdb", "x.lock", "db/CURRENT")) {
            write(file);
        }
        Files.createSymbolicLink(source.resolve("inside"), Path.of("db/CURRENT"));
        Files.createSymbolicLink(source.resolve("outside"), Path.of("../at/all"));
        Files.createSymbolicLink(source.resolve("absolute"), Path.of("/nowhere/at/all"));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(source.resolve("s")));
            SourceWalk walk = new SourceWalk(source, SourceRules.DEFAULTS, ALL);
            assertEquals(List.of("", "db", "db/CURRENT", "inside"), paths(walk));
            List<String> skipped =
                    walk.skipped().named().stream().map(Skipped.Entry::path).toList();
            assertEquals(
                    List.of("absolute", "db/LOCK", "db/lock.mdb", "db/mdbx.lck", "outside", "s", "x.lock"), skipped);
        }
    }

    @Test
    void localFilesStopAPublicationAndAreAllNamed() throws Exception {
        for (String file : List.of("geth/nodekey", "keystore/a", "keystore/b", "config/node_key.json", "geth/data")) {
            write(file);
        }
        SourceWalk walk = new SourceWalk(source, SourceRules.DEFAULTS, ALL);
        LocalFilesFound e = assertThrows(LocalFilesFound.class, () -> walk.check(ALL));
        assertEquals(List.of("config/node_key.json", "geth/nodekey", "keystore"), e.paths());
        assertTrue(e.getMessage().contains("geth/nodekey"), e.getMessage());
        assertTrue(e.getMessage().endsWith(e.whatToDo()), e.getMessage());
    }

    @Test
    void aLocalFileThatComesAfterTheCheckStopsTheWalk() throws Exception {
        SourceWalk walk = new SourceWalk(source, SourceRules.DEFAULTS, ALL);
        walk.check(ALL);
        write("jwt.hex");
        assertThrows(LocalFilesFound.class, () -> paths(walk));
    }

    @Test
    void localFilesMayBeExcludedOrAllowed() throws Exception {
        for (String file : List.of("geth/nodekey", "keystore/a", "ca.pem", "other.pem")) {
            write(file);
        }
        SourceRules rules = new SourceRules(
                LocalFiles.builtIn(),
                List.of(new PathGlob("keystore"), new PathGlob("**/nodekey"), new PathGlob("other.*")),
                List.of(new PathGlob("ca.pem")));
        SourceWalk walk = new SourceWalk(source, rules, ALL);
        assertEquals(3, walk.check(ALL).paths());
        assertEquals(List.of("", "ca.pem", "geth"), paths(walk));
        assertEquals(3, walk.skipped().count());
    }

    @Test
    void theDeepestComponentOwnsAPath() throws Exception {
        for (String file : List.of("a/b/c/1", "a/b/2", "a/3", "4")) {
            write(file);
        }
        List<ComponentSpec> parts = List.of(
                ComponentSpec.MAIN,
                new ComponentSpec("inner", new EntryPath("a/b"), 1, List.of()),
                new ComponentSpec("innermost", new EntryPath("a/b/c"), 2, List.of()));
        SourceWalk walk = new SourceWalk(source, SourceRules.DEFAULTS, parts);
        List<List<String>> found = new ArrayList<>();
        for (ComponentSpec part : parts) {
            List<String> paths = new ArrayList<>();
            walk.walk(part, entry -> paths.add(entry.path().value()));
            found.add(paths);
        }
        assertEquals(List.of(List.of("", "4", "a", "a/3"), List.of("", "2"), List.of("", "1")), found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0001", "\u007f"})
    void aNameThatCanNotBeInASnapshotIsAnError(String name) throws Exception {
        write("d/" + name);
        SourceWalk walk = new SourceWalk(source, SourceRules.DEFAULTS, ALL);
        NameRefused e = assertThrows(NameRefused.class, () -> paths(walk));
        assertTrue(e.problem().contains("control character"), e.getMessage());
        assertTrue(e.getMessage().chars().noneMatch(c -> c < 0x20), e.getMessage());
    }

    @Test
    void aTreeThatIsTooDeepIsAnError() throws Exception {
        write(String.join("/", IntStream.range(0, 130).mapToObj(i -> "d").toList()));
        SourceWalk walk = new SourceWalk(source, SourceRules.DEFAULTS, ALL);
        assertThrows(NameRefused.class, () -> paths(walk));
    }

    @Test
    void aLinkThatTookTheRootOfAComponentIsRefused() throws Exception {
        write("real/1");
        Files.createSymbolicLink(source.resolve("link"), Path.of("real"));
        List<ComponentSpec> parts = List.of(new ComponentSpec("main", new EntryPath("link"), 0, List.of()));
        SourceWalk walk = new SourceWalk(source, SourceRules.DEFAULTS, parts);
        assertThrows(SourceMissing.class, () -> walk.check(parts));
    }

    @Test
    void aLinkThatTookADirectoryDuringTheWalkIsNoticed() throws Exception {
        write("a/1");
        write("b/2");
        SourceWalk walk = new SourceWalk(source, SourceRules.DEFAULTS, ALL);
        FileChanged e = assertThrows(
                FileChanged.class,
                () -> walk.walk(ComponentSpec.MAIN, entry -> {
                    if (entry.path().value().equals("b")) {
                        Files.move(source.resolve("b"), source.resolve("c"));
                        Files.createSymbolicLink(source.resolve("b"), Path.of("a"));
                    }
                }));
        assertEquals(source.resolve("b").toString(), e.file());
    }

    @Test
    void aMissingSourceIsNamed() {
        assertThrows(SourceMissing.class, () -> new SourceWalk(source.resolve("nowhere"), SourceRules.DEFAULTS, ALL));
    }

    private List<String> walk(SourceRules rules) throws IOException, InterruptedException {
        return paths(new SourceWalk(source, rules, ALL));
    }

    private static List<String> paths(SourceWalk walk) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        walk.walk(ComponentSpec.MAIN, entry -> found.add(entry.path().value()));
        return found;
    }

    private void write(String path) throws IOException {
        Path file = source.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, path);
    }
}
