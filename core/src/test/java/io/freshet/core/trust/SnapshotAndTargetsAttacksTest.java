package io.freshet.core.trust;

import static io.freshet.core.trust.TestRepository.CHANNEL;
import static io.freshet.core.trust.TestRepository.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be tried with snapshots, targets and delegated documents; each test says the recipe. */
class SnapshotAndTargetsAttacksTest {

    private static final Instant NOW = START.plus(Duration.ofDays(3));
    private static final String SNAPSHOT = "metadata/3.snapshot.json";
    private static final String TARGETS = "metadata/1.targets.json";
    private static final String POINTER = "metadata/3.channel.mainnet.archive.json";

    private TestRepository repository;
    private TrustedState timed;

    @BeforeEach
    void publishTwice() throws Exception {
        repository = TestRepository.withReleases(2);
        timed = TrustedState.startFrom("root.json", repository.root())
                .updateTimestamp(repository.get(RepositoryPaths.TIMESTAMP), NOW);
    }

    @Test
    void allIsTakenWhereNothingIsWrong() throws TrustException {
        TrustedState all = snapped()
                .updateTargets(repository.get(TARGETS), NOW)
                .updateDelegated(CHANNEL.role(), "targets", repository.get(POINTER), NOW);

        assertThat(all.targets("targets").orElseThrow().signed().targets()).containsOnlyKeys("policy.json");
        assertThat(all.targets(CHANNEL.role()).orElseThrow().signed().targets())
                .containsOnlyKeys("channels/mainnet/archive.json");
    }

    /** The offline keys say that the repository is not for clients as old as this one. */
    @Test
    void aRepositoryThatNeedsANewerReader() throws Exception {
        byte[] targets = requiring("{\"read\": [\"approvals\"], \"write\": []}");

        var error = catchThrowableOfType(
                TrustException.NeedsFeature.class, () -> takenWith(targets).updateTargets(targets, NOW));

        assertThat(error).hasMessageContaining("\"approvals\" of its readers");
    }

    /** Requirements that can't be read are some that are not met. */
    @Test
    void aRepositoryThatNeedsNobodyKnowsWhat() throws Exception {
        for (String requires : List.of("{\"read\": {\"all\": 1}}", "[\"sealed\"]", "\"sealed\"")) {
            byte[] targets = requiring(requires);

            assertThat(catchThrowableOfType(
                            TrustException.NeedsFeature.class,
                            () -> takenWith(targets).updateTargets(targets, NOW)))
                    .as(requires)
                    .isNotNull();
        }
    }

    /** Of several, the one that this client does not have. */
    @Test
    void aRepositoryThatNeedsWhatThereIsAndMore() throws Exception {
        byte[] known = requiring("{\"read\": [\"channel-rules\"], \"write\": [\"channel-rules\"]}");
        TrustedState taken = takenWith(known).updateTargets(known, NOW);
        taken.requireWritable();
        assertThat(taken.hasChannelRules()).isTrue();

        byte[] targets = requiring("{\"read\": [\"channel-rules\", \"sealed\"]}");
        var error = catchThrowableOfType(
                TrustException.NeedsFeature.class, () -> takenWith(targets).updateTargets(targets, NOW));

        assertThat(error).hasMessageContaining("\"sealed\" of its readers");
    }

    /** Who reads needs not have what writers need. */
    @Test
    void aRepositoryThatNeedsANewerWriter() throws Exception {
        byte[] targets = requiring("{\"read\": [], \"write\": [\"sealed\"]}");
        TrustedState taken = takenWith(targets).updateTargets(targets, NOW);

        var error = catchThrowableOfType(TrustException.NeedsFeature.class, taken::requireWritable);

        assertThat(error).hasMessageContaining("\"sealed\" of its writers");
        snapped().updateTargets(repository.get(TARGETS), NOW).requireWritable();
    }

    private byte[] requiring(String requires) {
        return Forge.edit(
                repository.get(TARGETS),
                signed -> signed.set("custom", Forge.parse(("{\"requires\": " + requires + "}").getBytes(UTF_8))),
                repository.root1);
    }

    /** The state after a snapshot that names these targets. */
    private TrustedState takenWith(byte[] targets) throws TrustException {
        byte[] snapshot = Forge.edit(
                repository.get(SNAPSHOT),
                signed -> ((ObjectNode) signed.at("/meta/targets.json"))
                        .put("length", targets.length)
                        .putObject("hashes")
                        .put("sha256", io.freshet.core.Digest.of(targets).toString()),
                repository.online);
        return timestampWithoutHashes(3).updateSnapshot(snapshot, NOW);
    }

    /** An older snapshot, validly signed, is given for the current one: mix and match. */
    @Test
    void anotherSnapshotThanTheTimestampNames() {
        byte[] older = repository.get("metadata/2.snapshot.json");

        var error = catchThrowableOfType(TrustException.HashMismatch.class, () -> timed.updateSnapshot(older, NOW));

        assertThat(error.document()).isEqualTo(SNAPSHOT);
        assertThat(error.algorithm()).isEqualTo("sha256");
        assertThat(error.expected())
                .isEqualTo(io.freshet.core.Digest.of(repository.get(SNAPSHOT)).toString());
        assertThat(error.actual()).isEqualTo(io.freshet.core.Digest.of(older).toString());
    }

    /** The snapshot is cut off. */
    @Test
    void aSnapshotOfAnotherLength() {
        byte[] whole = repository.get(SNAPSHOT);
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 1);

        var error = catchThrowableOfType(TrustException.WrongLength.class, () -> timed.updateSnapshot(cut, NOW));

        assertThat(error.expected()).isEqualTo(whole.length);
        assertThat(error.actual()).isEqualTo(whole.length - 1);
    }

    /** The timestamp gives no hash, and another version is served under the name. */
    @Test
    void aSnapshotOfAnotherVersion() throws TrustException {
        TrustedState hashless = timestampWithoutHashes(3);

        var error = catchThrowableOfType(
                TrustException.WrongVersion.class,
                () -> hashless.updateSnapshot(repository.get("metadata/2.snapshot.json"), NOW));

        assertThat(error.expected()).isEqualTo(3);
        assertThat(error.actual()).isEqualTo(2);
    }

    /** The timestamp gives no hash, and the snapshot is signed by nobody who may. */
    @Test
    void aSnapshotThatAnAttackerSigned() throws TrustException {
        TrustedState hashless = timestampWithoutHashes(3);
        byte[] forged = Forge.edit(repository.get(SNAPSHOT), signed -> {}, Forge.key(66));

        assertThat(catchThrowableOfType(
                                TrustException.ThresholdNotMet.class, () -> hashless.updateSnapshot(forged, NOW))
                        .role())
                .isEqualTo("snapshot");
    }

    /** A newer snapshot lists an older pointer: the attacker holds the online key, but the release is not to vanish. */
    @Test
    void aSnapshotThatTakesAChannelBack() throws TrustException {
        byte[] next = nextSnapshot(signed -> ((ObjectNode) signed.at("/meta"))
                .set("channel.mainnet.archive.json", signed.objectNode().put("version", 2)));

        var error = catchThrowableOfType(
                TrustException.RollbackDetected.class, () -> afterNext().updateSnapshot(next, NOW));

        assertThat(error.role()).isEqualTo(CHANNEL.role());
        assertThat(error.trusted()).isEqualTo(3);
        assertThat(error.offered()).isEqualTo(2);
    }

    /** A newer snapshot no longer lists a role. */
    @Test
    void aSnapshotThatForgetsARole() throws TrustException {
        byte[] next = nextSnapshot(signed -> ((ObjectNode) signed.at("/meta")).remove("channel.mainnet.archive.json"));

        var error = catchThrowableOfType(
                TrustException.RollbackDetected.class, () -> afterNext().updateSnapshot(next, NOW));

        assertThat(error.role()).isEqualTo(CHANNEL.role());
        assertThat(error.offered()).isZero();
    }

    /** The timestamp is signed anew each week, over the same old snapshot. */
    @Test
    void aFrozenSnapshot() throws TrustException {
        byte[] old = nextSnapshot(signed -> signed.put("expires", "2026-11-26T00:00:00Z"));

        var error = catchThrowableOfType(
                TrustException.Expired.class, () -> afterNext().updateSnapshot(old, NOW));

        assertThat(error.expires()).isEqualTo(NOW);
    }

    /** Everything is served for so long that the timestamp expires between two steps of the caller's. */
    @Test
    void aSnapshotUnderAnExpiredTimestamp() {
        Instant later = START.plus(Duration.ofDays(16));

        assertThat(catchThrowableOfType(
                                TrustException.Expired.class,
                                () -> timed.updateSnapshot(repository.get(SNAPSHOT), later))
                        .document())
                .isEqualTo("metadata/timestamp.json");
    }

    /** The channel's key signs a top-level targets document, which would let it delegate. */
    @Test
    void targetsThatTheOnlineKeySigned() throws TrustException {
        TrustedState hashless = snapshotWithoutHashes();
        byte[] forged = Forge.edit(repository.get(TARGETS), signed -> {}, repository.online);

        var error =
                catchThrowableOfType(TrustException.ThresholdNotMet.class, () -> hashless.updateTargets(forged, NOW));

        assertThat(error.role()).isEqualTo("targets");
        assertThat(error.authority()).isEqualTo("metadata/1.root.json");
    }

    /** A pointer signed by a key that the delegation does not list. */
    @Test
    void aPointerThatAnAttackerSigned() throws TrustException {
        TrustedState state = snapshotWithoutHashes().updateTargets(repository.get(TARGETS), NOW);
        byte[] forged = Forge.edit(repository.get(POINTER), signed -> {}, Forge.key(66));

        var error = catchThrowableOfType(
                TrustException.ThresholdNotMet.class,
                () -> state.updateDelegated(CHANNEL.role(), "targets", forged, NOW));

        assertThat(error.role()).isEqualTo(CHANNEL.role());
        assertThat(error.authority()).isEqualTo(TARGETS);
    }

    /** The pointer of an earlier release under the name of the current one. */
    @Test
    void anOlderPointer() throws TrustException {
        TrustedState state = snapshotWithoutHashes().updateTargets(repository.get(TARGETS), NOW);

        var error = catchThrowableOfType(
                TrustException.WrongVersion.class,
                () -> state.updateDelegated(
                        CHANNEL.role(), "targets", repository.get("metadata/2.channel.mainnet.archive.json"), NOW));

        assertThat(error.expected()).isEqualTo(3);
        assertThat(error.actual()).isEqualTo(2);
    }

    /** The role is delegated to, but its document is not shown. */
    @Test
    void aRoleThatTheSnapshotDoesNotList() throws TrustException {
        TrustedState state = snapped();

        assertThat(catchThrowableOfType(TrustException.NotInSnapshot.class, () -> state.requireListed("channel.other"))
                        .role())
                .isEqualTo("channel.other");
    }

    /** A delegation by hash prefixes could cover any path; a role could be named so that its file replaces the root. */
    @Test
    void delegationsOfOtherKinds() throws TrustException {
        TrustedState hashless = snapshotWithoutHashes();
        byte[] prefixes =
                editDelegation(role -> role.putArray("path_hash_prefixes").add("00"));
        byte[] succinct = Forge.edit(
                repository.get(TARGETS),
                signed -> ((ObjectNode) signed.get("delegations")).putObject("succinct_roles"),
                repository.root1);
        byte[] named = editDelegation(role -> role.put("name", "root"));
        byte[] classes = editDelegation(role -> role.putArray("paths").add("channels/[a-z]*"));

        var byPrefix = catchThrowableOfType(
                TrustException.UnsupportedDelegation.class, () -> hashless.updateTargets(prefixes, NOW));
        assertThat(byPrefix.kind()).isEqualTo("path_hash_prefixes");
        assertThat(byPrefix.role()).isEqualTo(CHANNEL.role());
        assertThat(catchThrowableOfType(
                                TrustException.UnsupportedDelegation.class, () -> hashless.updateTargets(succinct, NOW))
                        .kind())
                .isEqualTo("succinct_roles");
        assertThat(catchThrowableOfType(TrustException.Malformed.class, () -> hashless.updateTargets(named, NOW)))
                .hasMessageContaining("\"root\" is a top-level role");
        assertThat(catchThrowableOfType(TrustException.Malformed.class, () -> hashless.updateTargets(classes, NOW)))
                .hasMessageContaining("character class");
    }

    /** A target whose path leads out of the repository. */
    @Test
    void aTargetOutsideOfTheRepository() throws TrustException {
        TrustedState hashless = snapshotWithoutHashes();
        for (String path :
                new String[] {"../x", "a/../b", "/x", "a//b", "a\\b", "", "..", "a/.", "a/", "x\n/../y\nz"}) {
            byte[] forged = Forge.edit(
                    repository.get(TARGETS),
                    signed -> {
                        ObjectNode targets = (ObjectNode) signed.get("targets");
                        targets.set(path, targets.get("policy.json"));
                    },
                    repository.root1);

            assertThat(catchThrowableOfType(TrustException.Malformed.class, () -> hashless.updateTargets(forged, NOW)))
                    .as(path)
                    .isNotNull();
        }
    }

    private byte[] editDelegation(Consumer<ObjectNode> change) {
        return Forge.edit(
                repository.get(TARGETS),
                signed -> change.accept((ObjectNode) ((ArrayNode) signed.at("/delegations/roles")).get(0)),
                repository.root1);
    }

    private TrustedState snapped() throws TrustException {
        return timed.updateSnapshot(repository.get(SNAPSHOT), NOW);
    }

    /** A state before a snapshot of version 4, of which only the version is known, after one of version 3. */
    private TrustedState afterNext() throws TrustException {
        byte[] timestamp = Forge.edit(
                repository.get(RepositoryPaths.TIMESTAMP),
                signed -> {
                    signed.put("version", 4);
                    signed.putObject("meta").putObject("snapshot.json").put("version", 4);
                },
                repository.online);
        return snapped().updateTimestamp(timestamp, NOW);
    }

    private byte[] nextSnapshot(Consumer<ObjectNode> change) {
        return Forge.edit(
                repository.get(SNAPSHOT),
                signed -> {
                    signed.put("version", 4);
                    change.accept(signed);
                },
                repository.online);
    }

    private TrustedState timestampWithoutHashes(long version) throws TrustException {
        byte[] timestamp = Forge.edit(
                repository.get(RepositoryPaths.TIMESTAMP),
                signed -> signed.putObject("meta").putObject("snapshot.json").put("version", version),
                repository.online);
        return TrustedState.startFrom("root.json", repository.root()).updateTimestamp(timestamp, NOW);
    }

    private TrustedState snapshotWithoutHashes() throws TrustException {
        byte[] snapshot = Forge.edit(
                repository.get(SNAPSHOT),
                signed -> signed.get("meta").forEach(file -> {
                    ((ObjectNode) file).remove("hashes");
                    ((ObjectNode) file).remove("length");
                }),
                repository.online);
        return timestampWithoutHashes(3).updateSnapshot(snapshot, NOW);
    }
}
