package io.freshet.providers.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.freshet.providers.api.AccessDenied;
import io.freshet.providers.api.InvalidStoreUrl;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.RequestRefused;
import io.freshet.providers.api.Revision;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.Stores;
import io.freshet.providers.testkit.Bodies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to a directory as a store. */
class FileStoreTest {
    @TempDir
    Path dir;

    @Test
    void anyWebServerCanServeTheDirectory() throws Exception {
        try (FileStore store = new FileStore("test", dir.resolve("repo"))) {
            store.put("packs/ab/x.bin", Bodies.text("content"), ObjectHeaders.IMMUTABLE_BINARY);
            store.putIfAbsent("log/seq/1", Bodies.text("entry"), ObjectHeaders.IMMUTABLE_JSON);
        }
        Path plain =
                Files.writeString(Files.createDirectory(dir.resolve("by-hand")).resolve("f"), "");
        Set<PosixFilePermission> fileMode = Files.getPosixFilePermissions(plain);
        Set<PosixFilePermission> directoryMode = Files.getPosixFilePermissions(plain.getParent());
        assertThat(dir.resolve("repo/packs/ab/x.bin")).hasContent("content");
        assertThat(Files.getPosixFilePermissions(dir.resolve("repo/packs/ab/x.bin")))
                .isEqualTo(fileMode);
        assertThat(Files.getPosixFilePermissions(dir.resolve("repo/log/seq/1"))).isEqualTo(fileMode);
        assertThat(Files.getPosixFilePermissions(dir.resolve("repo/packs/ab"))).isEqualTo(directoryMode);
    }

    @Test
    void readingCreatesNothing() throws Exception {
        Path root = dir.resolve("not/there");
        try (FileStore store = new FileStore("test", root)) {
            assertThat(store.get("a", 1)).isEmpty();
            assertThat(store.stat("a")).isEmpty();
            store.delete("a");
            store.list("", stat -> {
                throw new AssertionError(stat);
            });
        }
        assertThat(root).doesNotExist();
    }

    @Test
    void filesThatNoKeyNamesAreNotListed() throws Exception {
        Files.createDirectories(dir.resolve("packs/.hidden"));
        Files.writeString(dir.resolve("packs/.hidden/x"), "");
        Files.writeString(dir.resolve(".DS_Store"), "");
        Files.writeString(dir.resolve("packs/with space"), "");
        Files.createDirectories(dir.resolve("packs/empty"));
        try (FileStore store = new FileStore("test", dir)) {
            store.put("packs/a", Bodies.text("x"), ObjectHeaders.MUTABLE_TEXT);
            List<String> keys = new ArrayList<>();
            store.list("", stat -> keys.add(stat.key()));
            assertThat(keys).containsExactly("packs/a");
        }
    }

    @Test
    void aDirectoryIsNoObjectAndAFileNoDirectory() throws Exception {
        try (FileStore store = new FileStore("test", dir)) {
            store.put("a/b", Bodies.text("x"), ObjectHeaders.MUTABLE_TEXT);
            assertThat(store.get("a", 100)).isEmpty();
            assertThat(store.stat("a")).isEmpty();
            store.delete("a");
            assertThat(store.get("a/b/c", 100)).isEmpty();
            assertThat(store.stat("a/b/c")).isEmpty();
            assertThatExceptionOfType(RequestRefused.class)
                    .isThrownBy(() -> store.put("a/b/c", Bodies.text("y"), ObjectHeaders.MUTABLE_TEXT));
            assertThatExceptionOfType(RequestRefused.class)
                    .isThrownBy(() -> store.put("a", Bodies.text("y"), ObjectHeaders.MUTABLE_TEXT));
            assertThat(store.get("a/b", 100)).isPresent();
        }
    }

    @Test
    void theRevisionIsTheContentsAndSurvivesACopyOfTheDirectory() throws Exception {
        Files.createDirectories(dir.resolve("copy"));
        try (FileStore store = new FileStore("test", dir.resolve("a"));
                FileStore copy = new FileStore("test", dir.resolve("copy"))) {
            Revision revision = store.put("t", Bodies.text("x"), ObjectHeaders.MUTABLE_JSON);
            Files.copy(dir.resolve("a/t"), dir.resolve("copy/t"));
            assertThat(copy.get("t", 10).orElseThrow().revision()).isEqualTo(revision);
        }
    }

    @Test
    void nothingIsLeftOfAClosedStore() throws Exception {
        try (FileStore store = new FileStore("test", dir)) {
            store.put("a", Bodies.text("x"), ObjectHeaders.MUTABLE_TEXT);
        }
        assertThat(dir.resolve(".freshet/writers")).isEmptyDirectory();
    }

    @Test
    void urlsAndBarePathsNameDirectories() throws Exception {
        Stores stores = Stores.load(getClass().getClassLoader(), new StoreContext(Map.of(), "freshet/test"));
        assertThat(stores.schemes()).contains("file");
        for (String url : List.of("file:" + dir + "/r", "file://" + dir + "/r", dir + "/r", dir + "/x/../r/")) {
            try (ObjectStore store = stores.open(url)) {
                assertThat(store.url()).isEqualTo(url);
                store.put("k", Bodies.text("x"), ObjectHeaders.MUTABLE_TEXT);
                assertThat(store.stat("k")).map(ObjectStat::size).contains(1L);
                Files.delete(dir.resolve("r/k"));
            }
        }
        for (String url : List.of("file://host/r", "file:/r?region=x", "/r\0")) {
            assertThatExceptionOfType(InvalidStoreUrl.class).isThrownBy(() -> stores.open(url));
        }
    }

    @Test
    void aStoreThatMayNotBeWrittenSaysSo() throws Exception {
        Path root = Files.createDirectory(dir.resolve("ro"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(root), "root may write anywhere");
        try (FileStore store = new FileStore("test", root)) {
            assertThatExceptionOfType(AccessDenied.class)
                    .isThrownBy(() -> store.put("a", Bodies.text("x"), ObjectHeaders.MUTABLE_TEXT));
        }
    }
}
