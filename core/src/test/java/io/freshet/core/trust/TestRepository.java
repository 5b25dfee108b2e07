package io.freshet.core.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A repository in memory, published to as a publisher would. */
final class TestRepository {

    static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    static final ChannelName CHANNEL = new ChannelName("mainnet/archive");
    static final byte[] POLICY = "{\"freshet\": 1}".getBytes(UTF_8);

    final SigningKey root1 = Forge.key(1);
    final SigningKey root2 = Forge.key(2);
    final SigningKey online = Forge.key(3);
    final Map<String, byte[]> objects = new TreeMap<>();
    final RepositorySigner signer;
    TrustedState state;

    TestRepository(ChannelName... channels) throws Exception {
        this(Lifetimes.DEFAULT, channels);
    }

    TestRepository(Lifetimes lifetimes, ChannelName... channels) throws Exception {
        this(new Keys(List.of(Forge.key(1), Forge.key(2)), Optional.of(Forge.key(3))), lifetimes, channels);
    }

    /** One that other keys than {@link #root1}, {@link #root2} and {@link #online} have signed. */
    TestRepository(Keys keys, Lifetimes lifetimes, ChannelName... channels) throws Exception {
        signer = new RepositorySigner(keys, lifetimes);
        TargetFile policy = TargetFile.of(POLICY);
        for (SignedFile<?> file : signer.init(Optional.empty(), Arrays.asList(channels), policy, START)) {
            put(file);
        }
        objects.put(
                RepositoryPaths.target(RepositorySigner.POLICY, policy.hashes().sha256()), POLICY);
        reload();
    }

    /** A repository with one channel, to which {@code releases} were published, a day after another. */
    static TestRepository withReleases(int releases) throws Exception {
        TestRepository repository = new TestRepository(CHANNEL);
        for (int i = 1; i <= releases; i++) {
            repository.publish("release " + i, START.plus(Duration.ofDays(i)));
        }
        return repository;
    }

    byte[] root() {
        return get("metadata/1.root.json");
    }

    byte[] get(String path) {
        byte[] bytes = objects.get(path);
        if (bytes == null) {
            throw new IllegalArgumentException(path + " is none of " + objects.keySet());
        }
        return bytes;
    }

    void put(SignedFile<?> file) {
        objects.put(file.path(), file.bytes());
    }

    void publish(String pointer, Instant now) throws Exception {
        byte[] bytes = pointer.getBytes(UTF_8);
        TargetFile file = TargetFile.of(bytes);
        objects.put(RepositoryPaths.target(CHANNEL.target(), file.hashes().sha256()), bytes);
        long version = state.requireListed(CHANNEL.role()).version() + 1;
        commit(List.of(signer.pointChannel(state, CHANNEL, file, version, now)), now);
    }

    /** Publishes changed documents by a new snapshot and a new timestamp. */
    void commit(List<SignedFile<TargetsMetadata>> changed, Instant now) throws Exception {
        changed.forEach(this::put);
        SignedFile<SnapshotMetadata> snapshot = signer.snapshot(
                state, changed, state.snapshot().orElseThrow().signed().version() + 1, now);
        put(snapshot);
        put(signer.timestamp(
                state, snapshot, state.timestamp().orElseThrow().signed().version() + 1, now));
        reload();
    }

    /** Takes up the state from the objects, as whoever has lost a race does. */
    void reload() throws TrustException {
        Instant never = TrustedState.BEFORE_ANY_EXPIRY;
        TrustedState next = TrustedState.startFrom("metadata/1.root.json", root());
        while (objects.containsKey(next.nextRootPath())) {
            next = next.updateRoot(get(next.nextRootPath()));
        }
        next = next.updateTimestamp(get(RepositoryPaths.TIMESTAMP), never);
        next = next.updateSnapshot(get(snapshotPath(next)), never);
        next = next.updateTargets(get(path(next, RoleName.TARGETS)), never);
        for (String role :
                new ArrayList<>(next.snapshot().orElseThrow().signed().meta().keySet())) {
            if (!role.equals(RoleName.TARGETS)) {
                next = next.updateDelegated(role, RoleName.TARGETS, get(path(next, role)), never);
            }
        }
        state = next;
    }

    /** Where the snapshot lies that the trusted timestamp names. */
    static String snapshotPath(TrustedState state) {
        return RepositoryPaths.metadata(
                RoleName.SNAPSHOT,
                state.timestamp().orElseThrow().signed().snapshot().version());
    }

    static String path(TrustedState state, String role) throws TrustException {
        return RepositoryPaths.metadata(role, state.requireListed(role).version());
    }
}
