package io.freshet.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.core.index.EntryPath;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import io.freshet.core.pack.Pack;
import io.freshet.publisher.source.ComponentSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole publications into a directory, restored by a restorer that shares no code with them. */
class PublicationTest {

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(1);
    private Path source;
    private Repository repository;

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectories(directory.resolve("source"));
        repository = new Repository(directory);
        write("db/mdbx.dat", pages(3000));
        write("tables/000001.sst", noise(9_000_000));
        write("tables/000002.sst", noise(300_000));
        write("segments/a.seg", noise(2_000_000));
        write("segments/b.seg", noise(2_500_000));
        for (int i = 0; i < 50; i++) {
            write(
                    "meta/" + i + ".json",
                    ("{\"n\": " + i + "}").repeat(1 + i * 7).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        write("meta/empty", new byte[0]);
        Files.createDirectories(source.resolve("an empty directory"));
        Files.createSymbolicLink(source.resolve("CURRENT"), Path.of("db/mdbx.dat"));
        Files.setPosixFilePermissions(
                source.resolve("tables/000002.sst"), PosixFilePermissions.fromString("r--r-x---"));
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void aTreeComesBackAsItWas() throws Exception {
        PublishedSnapshot first = repository.publish(source, repository.config());
        assertEquals(Trees.describe(source), repository.restored(first));
        assertEquals(first.manifest().bytes(), first.statistics().bytes());
        assertEquals(List.of(), repository.leftBehind());
    }

    @Test
    void theSameTreeAgainSendsNothing() throws Exception {
        PublishedSnapshot first = repository.publish(source, repository.config());
        PublishedSnapshot again = repository.publish(source, repository.config());
        assertEquals(0, again.statistics().packs());
        assertTrue(again.sameLocation());
        assertEquals(first.location(), again.location());
        assertEquals(first.root(), again.root());
    }

    @Test
    void theContentRootDoesNotDependOnThreads() throws Exception {
        PublishedSnapshot one = repository.publish(source, repository.config().withCores(1));
        try (Repository other = new Repository(directory.resolve("other"))) {
            PublishedSnapshot eight = other.publish(source, other.config().withCores(8));
            assertEquals(
                    one.manifest().components().getFirst().contentRoot(),
                    eight.manifest().components().getFirst().contentRoot());
        }
    }

    @Test
    void anUpdateStoresWhatChanged() throws Exception {
        repository.publish(source, repository.config());
        try (FileChannel db = FileChannel.open(source.resolve("db/mdbx.dat"), StandardOpenOption.WRITE)) {
            for (int page = 0; page < 3000; page += 100) {
                db.write(ByteBuffer.wrap(noise(4096)), page * 4096L);
            }
        }
        PublishedSnapshot second = repository.publish(source, repository.config());
        assertEquals(30, second.statistics().newChunks());
        assertEquals(30 * 4096, second.statistics().newBytes());
        assertEquals(Trees.describe(source), repository.restored(second));
    }

    @Test
    void whatMovedOrWasMergedIsNotStoredAgain() throws Exception {
        repository.publish(source, repository.config());
        byte[] a = Files.readAllBytes(source.resolve("segments/a.seg"));
        byte[] b = Files.readAllBytes(source.resolve("segments/b.seg"));
        Files.delete(source.resolve("segments/b.seg"));
        Files.delete(source.resolve("segments/a.seg"));
        byte[] merged = new byte[a.length + b.length];
        System.arraycopy(a, 0, merged, 0, a.length);
        System.arraycopy(b, 0, merged, a.length, b.length);
        write("segments/merged.seg", merged);
        Files.move(source.resolve("tables/000001.sst"), source.resolve("segments/moved"));
        PublishedSnapshot second = repository.publish(source, repository.config());
        // Where the two meet, a chunk may be cut anew, until the cuts fall together again.
        assertTrue(second.statistics().newBytes() <= 3 << 20, second.statistics() + "");
        assertEquals(Trees.describe(source), repository.restored(second));
    }

    @Test
    void equalFilesAreStoredOnce() throws Exception {
        Files.copy(source.resolve("tables/000001.sst"), source.resolve("tables/copy.sst"));
        Files.copy(source.resolve("db/mdbx.dat"), source.resolve("db/data.mdb"));
        PublishedSnapshot first = repository.publish(source, repository.config());
        long twice = 9_000_000 + 3000 * 4096L;
        assertEquals(first.statistics().bytes() - twice, first.statistics().newBytes() + inlineBytes());
        assertEquals(Trees.describe(source), repository.restored(first));
    }

    @Test
    void holesCostNothing() throws Exception {
        try (FileChannel sparse = FileChannel.open(
                source.resolve("db/sparse"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            sparse.write(ByteBuffer.wrap(noise(100_000)), 0);
            sparse.write(ByteBuffer.wrap(noise(100_000)), 30_000_000_000L);
        }
        PublishedSnapshot first = repository.publish(source, repository.config());
        assertTrue(first.statistics().bytes() > 30_000_000_000L);
        assertTrue(repository.packBytes() < 40_000_000, repository.packBytes() + "");
    }

    @Test
    void packsOfAnInterruptedRunAreUsed() throws Exception {
        List<Pack> stored = new CopyOnWriteArrayList<>();
        PublisherConfig small =
                repository.config().withPacks(new io.freshet.publisher.pack.PackSizes(1 << 20, 1 << 16, 1));
        IOException e = assertThrows(
                IOException.class,
                () -> repository.publish(source, small, List.of(), pack -> {
                    if (stored.size() == 8) {
                        throw new IOException("the line was cut");
                    }
                    new StorePackSink(List.of(repository.store)).store(pack);
                    stored.add(pack);
                }));
        assertEquals("the line was cut", e.getMessage());
        assertEquals(List.of(), repository.leftBehind());
        List<StoredPack> left = stored.stream()
                .map(pack -> new StoredPack(pack.name(), pack.length(), pack.table()))
                .toList();
        PublishedSnapshot done = repository.publish(source, small, left, new StorePackSink(List.of(repository.store)));
        assertTrue(done.statistics().newBytes() < done.statistics().bytes() - 7_000_000, done.statistics() + "");
        assertEquals(Trees.describe(source), repository.restored(done));
    }

    @Test
    void thePackListCountsWhatIsUsed() throws Exception {
        PublishedSnapshot first = repository.publish(source, repository.config());
        PackList before = packList(first);
        PackUse data = before.packs().stream().filter(PackUse::data).findFirst().orElseThrow();
        assertEquals(before.newBytes(), data.used());
        write("db/mdbx.dat", pages(3000));
        PublishedSnapshot second = repository.publish(
                source, repository.config().withDedupe(new DedupeRules(true, 1 << 12, 100, 1, 0, 0)));
        PackList after = packList(second);
        PackUse less = after.packs().stream()
                .filter(use -> use.pack().equals(data.pack()))
                .findFirst()
                .orElseThrow();
        assertTrue(less.used() < data.used(), less + " after " + data);
        assertEquals(0, second.statistics().againChunks());
        assertEquals(2, second.root().ancestors().size() + 1);
    }

    @Test
    void packsOfLittleUseAreGivenUp() throws Exception {
        PublisherConfig small =
                repository.config().withPacks(new io.freshet.publisher.pack.PackSizes(2 << 20, 1 << 16, 1));
        repository.publish(source, small);
        List<PublishedSnapshot> nights = new ArrayList<>();
        for (int night = 0; night < 6; night++) {
            try (FileChannel db = FileChannel.open(source.resolve("db/mdbx.dat"), StandardOpenOption.WRITE)) {
                for (int i = 0; i < 300; i++) {
                    db.write(ByteBuffer.wrap(noise(4096)), random.nextInt(3000) * 4096L);
                }
            }
            nights.add(repository.publish(source, small));
        }
        assertTrue(nights.stream().anyMatch(night -> night.statistics().againChunks() > 0));
        PublishedSnapshot last = nights.getLast();
        assertEquals(Trees.describe(source), repository.restored(last));
        PackList list = packList(last);
        double read = list.packs().stream()
                .filter(PackUse::data)
                .mapToLong(PackUse::size)
                .sum();
        double used = list.packs().stream()
                .filter(PackUse::data)
                .mapToLong(PackUse::used)
                .sum();
        assertTrue(read / used < 1.15, read / used + "");
    }

    @Test
    void componentsAreTreesOfTheirOwn() throws Exception {
        PublisherConfig parts = repository
                .config()
                .withComponents(List.of(
                        new ComponentSpec("rest", EntryPath.ROOT, 2, List.of()),
                        new ComponentSpec("tables", new EntryPath("tables"), 1, List.of())));
        PublishedSnapshot first = repository.publish(source, parts);
        assertEquals(
                List.of("tables", "rest"),
                first.manifest().components().stream().map(c -> c.name()).toList());
        assertEquals(Trees.describe(source), repository.restored(first));
        assertEquals(0, repository.publish(source, parts).statistics().packs());
        // What moves from one to the other is known there too.
        Files.move(source.resolve("tables/000001.sst"), source.resolve("segments/000001.sst"));
        PublishedSnapshot moved = repository.publish(source, parts);
        assertEquals(0, moved.statistics().newChunks());
        assertEquals(Trees.describe(source), repository.restored(moved));
    }

    @Test
    void aChangeOfTimesAloneChangesNoRoot() throws Exception {
        PublishedSnapshot first = repository.publish(source, repository.config());
        Files.setLastModifiedTime(source.resolve("meta/empty"), java.nio.file.attribute.FileTime.fromMillis(1000));
        PublishedSnapshot second = repository.publish(source, repository.config());
        assertEquals(first.manifest().components(), second.manifest().components());
        assertNotEquals(first.location(), second.location());
        assertFalse(second.sameLocation());
        assertEquals(Trees.describe(source), repository.restored(second));
    }

    private PackList packList(PublishedSnapshot snapshot) throws IOException {
        List<PackList> read = new ArrayList<>();
        try (var blobs = new io.freshet.publisher.dedupe.StoreBlobs(repository.store)) {
            blobs.read(List.of(new io.freshet.core.index.BlobSource.Wanted(
                    snapshot.root().packList(),
                    plain -> read.add(PackList.read(snapshot.root().packListDigest(), plain)))));
        }
        return read.getFirst();
    }

    private long inlineBytes() throws IOException {
        long bytes = 0;
        for (int i = 0; i < 50; i++) {
            long size = Files.size(source.resolve("meta/" + i + ".json"));
            bytes += size <= 128 ? size : 0;
        }
        return bytes;
    }

    private void write(String path, byte[] bytes) throws IOException {
        Path file = source.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] pages(int count) {
        byte[] bytes = new byte[count * 4096];
        for (int page = 0; page < count; page++) {
            byte[] half = noise(2048);
            System.arraycopy(half, 0, bytes, page * 4096, half.length);
        }
        return bytes;
    }
}
