package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.core.json.JsonObject;
import io.freshet.core.log.Checkpoint;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.LogSigner;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TreeHead;
import io.freshet.core.trust.ChannelSigners;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.SnapshotCustom;
import io.freshet.core.trust.SnapshotMetadata;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.core.trust.TrustMemory;
import io.freshet.core.trust.TrustedState;
import io.freshet.core.trust.Updater;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Somebody who has the online key and can write to the destinations: commits what nobody should be able to go on from. */
final class OnlineKeyThief {

    static final long HIGHEST = JsonObject.MAX_INTEGER;

    private final TestHouse house;
    private final RepositoryLaws laws;
    private final RepositorySigner signer;
    private Optional<TrustedState> seen = Optional.empty();
    private Set<String> gone = Set.of();

    OnlineKeyThief(TestHouse house, RepositoryLaws laws) {
        this.house = house;
        this.laws = laws;
        this.signer = new RepositorySigner(new Keys(List.of(), house.keys.online()), Lifetimes.DEFAULT);
    }

    /** Keeps what is there now, to sign on top of it later, when nobody would let him any more. */
    void looks() throws Exception {
        seen = Optional.of(look());
    }

    private TrustedState look() throws Exception {
        Updater updater = laws.refreshed(house.authority, new TrustMemory(), TestHouse.NOW);
        updater.find(TestHouse.CHANNEL.target());
        return updater.state();
    }

    /** The same contents, and this about the chain of commits, at every destination. */
    void commitsCustom(UnaryOperator<SnapshotCustom> change) throws Exception {
        commits(change, state -> List.of(), 50, 50);
    }

    /** The same contents under versions that none can follow. */
    void drivesUpAllVersions() throws Exception {
        commits(
                custom -> custom,
                state -> List.of(signer.renewChannel(state, TestHouse.CHANNEL, HIGHEST, TestHouse.NOW)),
                HIGHEST,
                HIGHEST);
    }

    /** A document of the channel that the online key has signed, whoever signs for it. */
    void signsForTheChannel() throws Exception {
        commits(
                custom -> custom,
                state -> List.of(signer.signAnew(
                        state,
                        TestHouse.CHANNEL,
                        ChannelSigners.online(state.root().signed()),
                        60,
                        TestHouse.NOW)),
                50,
                50);
    }

    /** The snapshot names what lies there of these versions, by role: as it is. */
    void names(SequencedMap<String, Long> versions) throws Exception {
        commits(
                custom -> custom,
                state -> {
                    List<SignedFile<TargetsMetadata>> documents = new ArrayList<>();
                    TrustedState with = state;
                    for (Map.Entry<String, Long> each : versions.entrySet()) {
                        String role = each.getKey();
                        with = with.takeSigned(role, each.getValue(), bytes(role, each.getValue()));
                        documents.add(new SignedFile<>(role, with.targets(role).orElseThrow()));
                    }
                    return documents;
                },
                50,
                50);
    }

    private byte[] bytes(String role, long version) throws Exception {
        return house.authority
                .get("metadata/" + version + "." + role + ".json", 1 << 20)
                .orElseThrow()
                .bytes();
    }

    /** A document of no channel that there could be, and a condemned list that can be read. */
    void namesAStranger() throws Exception {
        byte[] list = ("{\"freshet\": 1, \"number\": 9, \"entries\": [{\"object\": \"packs/ab/nothing\","
                        + " \"generation\": 9, \"passed\": null, \"erased\": null}]}")
                .getBytes(StandardCharsets.UTF_8);
        house.authority.put("condemned/9.json", Body.of(list), ObjectHeaders.IMMUTABLE_JSON);
        commits(
                custom -> custom.withCondemned(new SnapshotCustom.CondemnedRef(9, list.length, Digest.of(list))),
                state -> List.of(new SignedFile<>(
                        "channel.NOBODY",
                        state.targets(TestHouse.CHANNEL.role()).orElseThrow())),
                50,
                50);
    }

    /** The snapshot names no document of the channel. */
    void forgetsTheChannel() throws Exception {
        gone = Set.of(TestHouse.CHANNEL.role());
        commits(custom -> custom, state -> List.of(), 50, 50);
    }

    /** A document of the channel of the highest version, by a key of the channel that he has stolen, too. */
    void drivesUp(Keys own) throws Exception {
        RepositorySigner both = new RepositorySigner(own, Lifetimes.DEFAULT);
        commits(
                custom -> custom,
                state -> List.of(both.renewChannel(state, TestHouse.CHANNEL, HIGHEST, TestHouse.NOW)),
                50,
                50);
    }

    /** A checkpoint of the log, at every destination. */
    void signsTree(TreeHead head) throws Exception {
        Updater updater = laws.refreshed(house.authority, new TrustMemory(), TestHouse.NOW);
        RepositoryLog log =
                RepositoryLog.of(Digest.of(house.root), updater.state().root().signed());
        LogSigner by = log.signer(house.keys.online().orElseThrow()).orElseThrow();
        byte[] note =
                SignedCheckpoint.sign(new Checkpoint(log.origin(), head), by).encode();
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            store.put(LogPaths.CHECKPOINT, Body.of(note), ObjectHeaders.MUTABLE_TEXT);
        }
    }

    /** What else he signs. */
    private interface Documents {
        List<SignedFile<TargetsMetadata>> of(TrustedState state) throws Exception;
    }

    private void commits(UnaryOperator<SnapshotCustom> change, Documents documents, long snapshot, long timestamp)
            throws Exception {
        TrustedState state = seen.isPresent() ? seen.get() : look();
        List<SignedFile<TargetsMetadata>> changed = documents.of(state);
        SnapshotCustom custom =
                change.apply(state.snapshot().orElseThrow().signed().custom());
        SignedFile<SnapshotMetadata> next = signer.snapshot(state, changed, gone, custom, snapshot, TestHouse.NOW);
        List<SignedFile<?>> all = new ArrayList<>(changed);
        all.add(next);
        all.add(signer.timestamp(state, next, timestamp, TestHouse.NOW));
        for (ObjectStore store : List.of(house.authority, house.follower)) {
            for (SignedFile<?> file : all) {
                store.put(file.path(), Body.of(file.bytes()), ObjectHeaders.MUTABLE_JSON);
            }
        }
    }

    /** Names a condemned list that nobody has. */
    static SnapshotCustom condemning(SnapshotCustom custom) {
        return custom.withCondemned(new SnapshotCustom.CondemnedRef(9, 100, Digest.of(new byte[] {9})));
    }

    /** Counts entries that nobody has written. */
    static SnapshotCustom withMoreEntries(SnapshotCustom custom) {
        return new SnapshotCustom(1000, Optional.empty(), custom.unknown());
    }
}
