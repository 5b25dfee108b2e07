package io.freshet.publisher.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.core.Digest;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.PackList;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.pack.BlobKind;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases at an authority in a directory: one after the other, at once, and copied to a follower. */
class RepositoryTest {

    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path directory;

    private ObjectStore store;
    private Keys keys;
    private byte[] root;

    @BeforeEach
    void init() throws IOException {
        store = open("authority");
        keys = Keys.create(directory.resolve("keys"), Optional.empty(), new SecureRandom());
        root = Repository.init(store, keys, List.of(new ChannelName("mainnet/full")), List.of(), CLOCK);
    }

    @Test
    void releasesFollowEachOther() throws Exception {
        ChannelName channel = new ChannelName("mainnet/full");
        assertTrue(repository(1).pointer(channel).isEmpty());
        for (int i = 0; i < 20; i++) {
            Released released = repository(i).release(draft(channel, i, "night " + i));
            assertEquals(i + 1, released.pointer().release().sequence());
            assertEquals(i, released.pointer().log());
        }
        Pointer pointer = repository(1).pointer(channel).orElseThrow();
        assertEquals(20, pointer.release().sequence());
        assertTrue(pointer.history().older().isPresent(), "older releases have moved to a page");
        assertTrue(store.stat(pointer.history().older().get().path()).isPresent());
    }

    @Test
    void twelveChannelsAtOnceAllSucceed() throws Exception {
        List<Callable<Released>> publishers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int number = i;
            publishers.add(() -> repository(number)
                    .release(draft(new ChannelName("net" + number + "/full"), 0, "snapshot of " + number)));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Released> each : threads.invokeAll(publishers)) {
                assertEquals(1, each.get().pointer().release().sequence());
            }
        }
        for (int i = 0; i < 12; i++) {
            assertTrue(
                    repository(i).pointer(new ChannelName("net" + i + "/full")).isPresent());
        }
    }

    @Test
    void ofTwoPublishersOfOneChannelOneWinsAndTheOtherSaysSo() throws Exception {
        ChannelName channel = new ChannelName("mainnet/full");
        Repository late = repository(1);
        repository(2).release(draft(channel, 0, "first"));
        var e = assertThrows(CommitException.ChannelMoved.class, () -> late.release(draft(channel, 0, "second")));
        assertEquals("mainnet/full", e.channel());
        assertEquals(
                draft(channel, 0, "first").manifest(),
                repository(3).pointer(channel).orElseThrow().release().manifest());
    }

    @Test
    void aPackThatIsCondemnedStopsTheRelease() throws Exception {
        ReleaseDraft draft = draft(new ChannelName("mainnet/full"), 0, "x");
        String pack = draft.packs().iterator().next().toString();
        store.put(
                CondemnedPacks.HEAD,
                Body.of(("{\"packs\": [\"" + pack + "\"]}").getBytes(StandardCharsets.UTF_8)),
                ObjectHeaders.MUTABLE_JSON);
        assertThrows(CommitException.Condemned.class, () -> repository(1).release(draft));
        assertTrue(repository(1).pointer(draft.channel()).isEmpty());
    }

    @Test
    void aFollowerBecomesACopy() throws Exception {
        ObjectStore follower = open("follower");
        ChannelName channel = new ChannelName("mainnet/full");
        for (int i = 0; i < 18; i++) {
            repository(i).release(draft(channel, i, "night " + i));
            if (i % 5 == 0) {
                assertTrue(repository(i).copyTo(follower).current());
            }
        }
        repository(1).copyTo(follower);
        assertEquals(0, repository(1).copyTo(follower).objects(), "nothing is copied twice");
        Pointer there = new MetadataReader(follower, root)
                .pointer(
                        new MetadataReader(follower, root)
                                .withChannel(
                                        new MetadataReader(follower, root)
                                                .read()
                                                .orElseThrow(),
                                        channel),
                        channel)
                .orElseThrow();
        assertEquals(18, there.release().sequence());
        store.list("packs/", object -> {
            try {
                assertTrue(follower.stat(object.key()).isPresent() || !isCurrent(there, object.key()), object.key());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void onlyTheAuthorityIsOpened() throws Exception {
        ObjectStore follower = open("follower");
        repository(1).copyTo(follower);
        assertThrows(
                CommitException.NotTheAuthority.class,
                () -> Repository.open(follower, root, keys, CLOCK, new SplittableRandom(1)));
        assertThrows(
                CommitException.AlreadyThere.class, () -> Repository.init(store, keys, List.of(), List.of(), CLOCK));
        assertFalse(Repository.authorityOf(follower, root).isEmpty());
    }

    private static boolean isCurrent(Pointer pointer, String key) {
        return Pack.path(pointer.release().location().place().pack()).equals(key);
    }

    private Repository repository(long seed) throws IOException {
        return Repository.open(store, root, keys, CLOCK, new SplittableRandom(seed));
    }

    private ObjectStore open(String name) throws IOException {
        return Stores.load(getClass().getClassLoader(), StoreContext.ofProcess("test"))
                .open(directory.resolve(name).toString());
    }

    /** A snapshot of nothing, whose location index is in one pack. */
    private ReleaseDraft draft(ChannelName channel, long follows, String what) throws IOException {
        PackWriter writer = new PackWriter(64 << 20);
        byte[] list = new PackList(0, List.of()).toBytes();
        Digest listDigest = Digest.of(list);
        long listAt = writer.addBlob(
                list, 0, list.length, Codec.STORED, BlobKind.PACK_LIST, list.length, listDigest, List.of());
        BlobPlace place = new BlobPlace(Digest.ZERO, listAt, list.length, list.length, Codec.STORED);
        byte[] location = new LocationRoot(
                        List.of(),
                        List.of(new LocationRoot.Ancestor(
                                1, Digest.of(what.getBytes(StandardCharsets.UTF_8)), List.of())),
                        place,
                        listDigest)
                .toBytes();
        long at = writer.addBlob(
                location,
                0,
                location.length,
                Codec.STORED,
                BlobKind.LOCATION_ROOT,
                location.length,
                Digest.of(location),
                List.of());
        Pack pack = writer.finish();
        store.put(Pack.path(pack.name()), Body.of(pack.bytes(), pack.name()), ObjectHeaders.IMMUTABLE_BINARY);
        byte[] manifest = ("{\"what\": \"" + what + "\"}").getBytes(StandardCharsets.UTF_8);
        store.put(ObjectRef.to(manifest).path(), Body.of(manifest), ObjectHeaders.IMMUTABLE_JSON);
        BlobPlace rootPlace = new BlobPlace(pack.name(), at, location.length, location.length, Codec.STORED);
        return new ReleaseDraft(
                channel,
                follows,
                ObjectRef.to(manifest),
                new LocationRef(rootPlace, Digest.of(location)),
                Optional.of(7L),
                NOW,
                Set.of(pack.name()));
    }
}
