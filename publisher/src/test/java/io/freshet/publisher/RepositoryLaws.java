package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.attest.Envelope;
import io.freshet.core.attest.Provenance;
import io.freshet.core.attest.Statement;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.StrictJson;
import io.freshet.core.log.LogPaths;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackRow;
import io.freshet.core.pack.PackTable;
import io.freshet.core.trust.ChannelKeys;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.SnapshotCustom;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustMemory;
import io.freshet.core.trust.TrustedState;
import io.freshet.core.trust.Updater;
import io.freshet.core.trust.VerifyingKey;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.commit.SnapshotPacks;
import io.freshet.publisher.dedupe.StoreBlobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The predicates of the commit protocol, section 11, as far as they can be seen in what lies at the destinations; by way
 * of a fetcher's own trust refresh.
 */
final class RepositoryLaws {

    private final byte[] root;
    private final ObjectStore authority;
    private final ObjectStore follower;
    private final Map<String, Digest> seen = new HashMap<>();
    private final Set<Digest> committed = new TreeSet<>();
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final LogLaws log;

    RepositoryLaws(byte[] root, ObjectStore authority, ObjectStore follower) {
        this.root = root;
        this.authority = authority;
        this.follower = follower;
        this.log = new LogLaws(root);
    }

    /** A channel as a fetcher finds it at one destination. */
    record Found(ObjectStore store, Pointer pointer, Manifest manifest, LocationRoot location) {

        /** What is in the snapshot, restored and described. */
        String described(Path work) throws IOException {
            Path into = Files.createTempDirectory(work, "restored");
            new TestRestorer(store).restore(manifest, location, into);
            String text = Trees.describe(into);
            Trees.delete(into);
            return text;
        }
    }

    /** All predicates, at both destinations, over all that was checked before too. */
    void check() throws Exception {
        immutable(authority);
        immutable(follower);
        committed.add(Digest.of(timestamp(authority)));
        assertThat(committed).as("following").contains(Digest.of(timestamp(follower)));
        for (ObjectStore store : List.of(authority, follower)) {
            Updater updater = refreshed(store);
            TrustedState trusted = updater.state();
            rises(store.url(), trusted.timestamp().orElseThrow().signed().version());
            SnapshotCustom custom = trusted.snapshot().orElseThrow().signed().custom();
            rises(store.url() + " log", custom.log());
            rises(store.url() + " condemned", custom.condemnedNumber());
            for (long n = 0; n < custom.log(); n++) {
                assertThat(store.stat("log/seq/" + n))
                        .as("logged: %d at %s", n, store.url())
                        .isPresent();
            }
            log.check(store, trusted);
            for (ChannelName channel : channels(trusted)) {
                find(store, updater, channel).ifPresent(found -> sequence(store, found));
            }
        }
    }

    /** What a fetcher finds at a destination, complete and logged. */
    Optional<Found> find(ObjectStore store, ChannelName channel) throws Exception {
        return find(store, refreshed(store), channel);
    }

    private Optional<Found> find(ObjectStore store, Updater updater, ChannelName channel) throws Exception {
        Pointer pointer;
        try {
            Updater.Located located = updater.find(channel.target());
            pointer = Pointer.read(channel.target(), channel.name(), updater.fetch(located, 1 << 20));
        } catch (TrustException.NoSuchTarget e) {
            return Optional.empty();
        }
        Release release = pointer.release();
        byte[] manifest = bytes(store, release.manifest().path());
        assertThat(Digest.of(manifest)).isEqualTo(release.manifest().sha256());
        Set<String> needed = new TreeSet<>(Set.of(
                release.manifest().path(), attested(store, updater.state(), pointer, Manifest.read("m", manifest))));
        for (Digest pack : SnapshotPacks.of(store, release.location())) {
            needed.add(Pack.path(pack));
            assertThat(Digest.of(bytes(store, Pack.path(pack)))).as("closed").isEqualTo(pack);
        }
        fenced(store, updater, needed);
        logged(store, pointer);
        log.proven(store, updater.state(), pointer);
        return Optional.of(
                new Found(store, pointer, Manifest.read("manifest", manifest), location(store, release.location())));
    }

    private static void fenced(ObjectStore store, Updater updater, Set<String> needed) throws IOException {
        Optional<SnapshotCustom.CondemnedRef> list =
                updater.state().snapshot().orElseThrow().signed().custom().condemned();
        if (list.isPresent()) {
            byte[] bytes = bytes(store, list.get().path());
            assertThat(Digest.of(bytes)).isEqualTo(list.get().sha256());
            for (JsonObject entry : json(list.get().path(), bytes).objects("entries")) {
                assertThat(needed).as("fenced").doesNotContain(entry.string("object"));
            }
        }
    }

    /** Somewhere beside the manifest lies what its publisher says of it; where that is. */
    private static List<VerifyingKey> keysOf(RootMetadata root) {
        return root.keys().byId().values().stream()
                .filter(VerifyingKey.class::isInstance)
                .map(VerifyingKey.class::cast)
                .toList();
    }

    private static String attested(ObjectStore store, TrustedState trusted, Pointer pointer, Manifest manifest)
            throws IOException, TrustException {
        ChannelKeys now = ChannelKeys.of(trusted, new ChannelName(pointer.channel()));
        List<VerifyingKey> keys = new ArrayList<>(now.keys());
        // It is signed by whoever signed for the channel then: a new key does not vouch for what an old one made.
        for (long version = 1; version < trusted.root().signed().version(); version++) {
            String path = RepositoryPaths.metadata(RoleName.ROOT, version);
            keys.addAll(keysOf(
                    TrustedState.startFrom(path, bytes(store, path)).root().signed()));
        }
        Digest digest = pointer.release().manifest().sha256();
        for (String path : AttestationPath.all(digest).toList()) {
            Envelope envelope = Envelope.read(path, bytes(store, path));
            Statement statement = Statement.read(path, envelope);
            if (envelope.signedBy(keys).size() >= now.threshold()
                    && statement.predicateType().equals(Provenance.TYPE)
                    && statement.differsFrom(digest, manifest).isEmpty()) {
                return path;
            }
        }
        throw new AssertionError("attested: " + digest + " at " + store.url());
    }

    private static void logged(ObjectStore store, Pointer pointer) throws IOException {
        String path = "log/seq/" + pointer.log();
        JsonObject entry = json(path, bytes(store, path));
        assertThat(entry.string("channel")).isEqualTo(pointer.channel());
        assertThat(entry.integer("sequence", 0, JsonObject.MAX_INTEGER))
                .isEqualTo(pointer.release().sequence());
        assertThat(entry.object("manifest").digest("sha256"))
                .isEqualTo(pointer.release().manifest().sha256());
        assertThat(entry.string("run")).matches("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{16}");
    }

    /** Every chunk lies in one pack only. */
    static void noChunkTwice(ObjectStore store) throws IOException {
        Map<Digest, String> places = new HashMap<>();
        for (String key : keys(store)) {
            if (key.startsWith("packs/")) {
                byte[] pack = bytes(store, key);
                for (PackRow row : PackTable.inTail(pack, pack.length).rows()) {
                    if (row instanceof PackRow.DataFrame frame) {
                        frame.members()
                                .forEach(member -> assertThat(places.put(member.id(), key))
                                        .as("chunk %s", member.id())
                                        .isNull());
                    }
                }
            }
        }
    }

    static List<String> keys(ObjectStore store) throws IOException {
        List<String> keys = new ArrayList<>();
        store.list("", object -> keys.add(object.key()));
        return keys;
    }

    private void sequence(ObjectStore store, Found found) {
        String channel = store.url() + " " + found.pointer.channel();
        long now = found.pointer.release().sequence();
        assertThat(now - sequences.getOrDefault(channel, now)).as("linear").isBetween(0L, 1L);
        sequences.put(channel, now);
    }

    private void rises(String what, long number) {
        assertThat(number).as("linear: %s", what).isGreaterThanOrEqualTo(versions.getOrDefault(what, 0L));
        versions.put(what, number);
    }

    private void immutable(ObjectStore store) throws IOException {
        for (String key : keys(store)) {
            if (!key.equals(RepositoryPaths.TIMESTAMP) && !key.equals(LogPaths.CHECKPOINT)) {
                Digest now = Digest.of(bytes(store, key));
                Digest before = seen.putIfAbsent(key, now);
                assertThat(before == null || before.equals(now))
                        .as("immutable: %s", key)
                        .isTrue();
            }
        }
    }

    private Updater refreshed(ObjectStore store) throws Exception {
        return refreshed(store, TestHouse.NOW);
    }

    /** What a fetcher trusts at a destination at that time, which takes nothing that has expired. */
    Updater refreshed(ObjectStore store, Instant now) throws Exception {
        return refreshed(store, new TrustMemory(), now);
    }

    /** The same of a fetcher that has been there before. */
    Updater refreshed(ObjectStore store, TrustMemory memory, Instant now) throws Exception {
        Updater updater = new Updater(memory, new OneMirror(store), now);
        updater.refresh(Optional.of(root));
        return updater;
    }

    private static List<ChannelName> channels(TrustedState trusted) {
        return trusted.snapshot().orElseThrow().signed().meta().keySet().stream()
                .filter(role -> role.startsWith("channel."))
                .map(ChannelName::ofRole)
                .toList();
    }

    private static LocationRoot location(ObjectStore store, LocationRef ref) throws IOException {
        List<LocationRoot> root = new ArrayList<>();
        try (StoreBlobs blobs = new StoreBlobs(store)) {
            blobs.read(List.of(new BlobSource.Wanted(
                    ref.place(),
                    plain ->
                            root.add(LocationRoot.read(ref.sha256(), ref.place().pack(), plain)))));
        }
        return root.getFirst();
    }

    private static byte[] timestamp(ObjectStore store) throws IOException {
        return bytes(store, RepositoryPaths.TIMESTAMP);
    }

    private static JsonObject json(String path, byte[] bytes) throws IOException {
        return StrictJson.readObject(path, bytes, new JsonLimits(1 << 20, 16));
    }

    private static byte[] bytes(ObjectStore store, String key) throws IOException {
        return store.get(key, Integer.MAX_VALUE)
                .orElseThrow(() -> new AssertionError("closed: " + key + " is not at " + store.url()))
                .bytes();
    }

    /** A destination as a fetcher reads it. */
    private record OneMirror(ObjectStore store) implements MetadataSource {
        @Override
        public List<String> mirrors() {
            return List.of(store.url());
        }

        @Override
        public Optional<byte[]> fetch(String mirror, String path, int maxBytes) throws IOException {
            return store.get(path, Integer.MAX_VALUE)
                    .map(object -> Arrays.copyOf(object.bytes(), Math.min(maxBytes + 1, object.bytes().length)));
        }
    }
}
