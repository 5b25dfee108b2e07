package io.freshet.core.trust;

import static io.freshet.core.trust.TestRepository.CHANNEL;
import static io.freshet.core.trust.TestRepository.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdaterTest {

    private static final Instant NOW = START.plus(Duration.ofDays(5));

    @TempDir
    private Path directory;

    private TestRepository repository;
    private TestMirrors mirrors;

    @BeforeEach
    void publishTwice() throws Exception {
        repository = TestRepository.withReleases(2);
        mirrors = TestMirrors.of(repository);
    }

    @Test
    void readsThePointerOfAChannel() throws Exception {
        Updater updater = updater();
        updater.refresh(Optional.of(repository.root()));
        Updater.Located pointer = updater.find(CHANNEL.target());

        assertThat(pointer.role()).isEqualTo("channel.mainnet.archive");
        assertThat(pointer.object())
                .isEqualTo("targets/channels/mainnet/" + Digest.of("release 2".getBytes(UTF_8)) + ".archive.json");
        assertThat(updater.fetch(pointer, 1000)).asString(UTF_8).isEqualTo("release 2");
        assertThat(updater.find("policy.json").role()).isEqualTo("targets");
    }

    @Test
    void asksOnlyForWhatHasChanged() throws Exception {
        first();
        mirrors.requests.clear();
        Updater again = updater();
        again.refresh(Optional.empty());
        again.find(CHANNEL.target());

        assertThat(mirrors.requests).containsExactly("a metadata/2.root.json", "a metadata/timestamp.json");

        repository.publish("release 3", NOW);
        mirrors.requests.clear();
        Updater third = updater();
        third.refresh(Optional.of(repository.root()));
        third.find(CHANNEL.target());
        assertThat(mirrors.requests)
                .containsExactly(
                        "a metadata/2.root.json",
                        "a metadata/timestamp.json",
                        "a metadata/4.snapshot.json",
                        "a metadata/4.channel.mainnet.archive.json");
    }

    /** All of an older state is replayed to a node that was started anew in between. */
    @Test
    void aRollbackIsSeenAcrossRestarts() throws Exception {
        first();
        mirrors.objects.put("a", TestRepository.withReleases(1).objects);

        var error = catchThrowableOfType(
                TrustException.RollbackDetected.class, () -> updater().refresh(Optional.empty()));

        assertThat(error.trusted()).isEqualTo(3);
        assertThat(error.offered()).isEqualTo(2);
    }

    /** The process dies after the timestamp was kept, before the snapshot was; then an older channel is offered. */
    @Test
    void aSnapshotIsMeasuredAgainstTheLastOneThatWasKept() throws Exception {
        first();
        repository.publish("release 3", NOW);
        byte[] kept = Files.readAllBytes(directory.resolve("snapshot.json"));
        updater().refresh(Optional.empty());
        Files.write(directory.resolve("snapshot.json"), kept);
        byte[] back = Forge.edit(
                repository.get("metadata/4.snapshot.json"),
                signed -> {
                    signed.put("version", 5);
                    ((ObjectNode) signed.at("/meta/channel.mainnet.archive.json")).put("version", 1);
                },
                repository.online);
        repository.objects.put("metadata/5.snapshot.json", back);
        repository.objects.put(
                RepositoryPaths.TIMESTAMP,
                Forge.edit(
                        repository.get(RepositoryPaths.TIMESTAMP),
                        signed -> {
                            signed.put("version", 5);
                            signed.putObject("meta").putObject("snapshot.json").put("version", 5);
                        },
                        repository.online));

        var error = catchThrowableOfType(
                TrustException.RollbackDetected.class, () -> updater().refresh(Optional.empty()));

        assertThat(error.role()).isEqualTo(CHANNEL.role());
        assertThat(error.trusted()).isEqualTo(3);
    }

    /** The attacker, who had the online key, drove all versions up; the publisher replaces the key and starts again. */
    @Test
    void aFastForwardEndsWithTheKeyThatMadeIt() throws Exception {
        byte[] far = Forge.edit(
                repository.get(RepositoryPaths.TIMESTAMP),
                signed -> signed.put("version", 1_000_000),
                repository.online);
        byte[] honest = repository.objects.put(RepositoryPaths.TIMESTAMP, far);
        updater().refresh(Optional.of(repository.root()));

        repository.objects.put(RepositoryPaths.TIMESTAMP, honest);
        assertThat(catchThrowableOfType(
                        TrustException.RollbackDetected.class, () -> updater().refresh(Optional.empty())))
                .isNotNull();

        SigningKey heir = Forge.key(8);
        repository.objects.put("metadata/2.root.json", rotateOnline(2, heir));
        byte[] snapshot = Forge.edit(repository.get("metadata/3.snapshot.json"), signed -> {}, heir);
        repository.objects.put("metadata/3.snapshot.json", snapshot);
        repository.objects.put(
                RepositoryPaths.TIMESTAMP,
                Forge.edit(
                        honest,
                        signed -> signed.putObject("meta")
                                .putObject("snapshot.json")
                                .put("version", 3),
                        heir));
        TrustedState after = updater().refresh(Optional.empty());

        assertThat(after.root().signed().version()).isEqualTo(2);
        assertThat(after.timestamp().orElseThrow().signed().version()).isEqualTo(3);
    }

    @Test
    void followsTheRootThroughManyVersionsAndNoFurtherThanItMay() throws Exception {
        for (int version = 2; version <= 300; version++) {
            int next = version;
            repository.objects.put(
                    "metadata/" + version + ".root.json",
                    Forge.edit(repository.root(), signed -> signed.put("version", next), repository.root1));
        }
        TrustStore kept = new TrustMemory();
        Optional<byte[]> given = Optional.of(repository.root());
        TrustedState first = new Updater(kept, mirrors, NOW).refresh(given);
        TrustedState second = new Updater(kept, mirrors, NOW).refresh(given);

        assertThat(first.root().signed().version()).isEqualTo(257);
        assertThat(second.root().signed().version()).isEqualTo(300);
    }

    @Test
    void aLaggingACorruptAndADeadMirrorAreLeftForOneThatIsWell() throws Exception {
        TestRepository behind = TestRepository.withReleases(1);
        mirrors.objects.clear();
        mirrors.copy("lags", behind)
                .copy("lies", repository)
                .copy("is dead", repository)
                .copy("is well", repository);
        mirrors.dead.add("is dead");
        mirrors.objects.get("lies").put(RepositoryPaths.TIMESTAMP, "{}".getBytes(UTF_8));
        Updater updater = updater();
        updater.refresh(Optional.of(repository.root()));

        assertThat(updater.fetch(updater.find(CHANNEL.target()), 1000))
                .asString(UTF_8)
                .isEqualTo("release 2");
        assertThat(updater.verdicts())
                .satisfiesExactlyInAnyOrder(
                        verdict -> assertThat(verdict).isInstanceOf(MirrorVerdict.Unreachable.class),
                        verdict -> assertThat(verdict)
                                .isEqualTo(new MirrorVerdict.Lagging("lags", RepositoryPaths.TIMESTAMP, 2, 3)),
                        verdict -> assertThat(verdict)
                                .isInstanceOfSatisfying(
                                        MirrorVerdict.Refused.class,
                                        refused -> assertThat(refused.reason())
                                                .isInstanceOf(TrustException.Malformed.class)),
                        verdict -> assertThat(verdict)
                                .isEqualTo(new MirrorVerdict.Current("is well", RepositoryPaths.TIMESTAMP, 3)));
        assertThat(mirrors.requests.stream().filter(request -> request.startsWith("is dead")))
                .as("a mirror that does not answer is asked once")
                .hasSize(1);
        assertThat(mirrors.requests).doesNotContain("lags metadata/3.snapshot.json");
    }

    @Test
    void aWrongDocumentIsLeftForTheSameOneOfAnotherMirror() throws Exception {
        mirrors.objects.clear();
        mirrors.copy("lies", repository).copy("is well", repository);
        mirrors.objects.get("lies").put("metadata/3.snapshot.json", repository.get("metadata/2.snapshot.json"));
        Updater updater = updater();
        updater.refresh(Optional.of(repository.root()));

        assertThat(updater.verdicts())
                .filteredOn(MirrorVerdict.Refused.class::isInstance)
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.mirror()).isEqualTo("lies"))
                .satisfies(verdict -> assertThat(verdict.object()).isEqualTo("metadata/3.snapshot.json"));
    }

    @Test
    void saysWhatEachMirrorDidWhereNoneHelps() {
        mirrors.objects.clear();
        mirrors.copy("is dead", repository).objects.put("is empty", new TreeMap<>());
        mirrors.dead.add("is dead");

        var error = catchThrowableOfType(
                TrustException.NoMirror.class, () -> updater().refresh(Optional.of(repository.root())));

        assertThat(error).hasMessageContaining("is empty does not have metadata/timestamp.json");
    }

    @Test
    void anotherRepositorysRootIsNotMixedUp() throws Exception {
        first();
        byte[] foreign = Forge.edit(
                repository.root(), signed -> signed.put("expires", "2027-01-01T00:00:00Z"), repository.root1);

        var error = catchThrowableOfType(
                TrustException.ForeignRoot.class, () -> updater().refresh(Optional.of(foreign)));

        assertThat(error.given()).isEqualTo(1);
        assertThat(error.kept()).isEqualTo(1);
    }

    @Test
    void aNewerRootThatIsGivenIsTrusted() throws Exception {
        first();
        byte[] second = rotateOnline(2, repository.online);
        repository.objects.put("metadata/2.root.json", second);

        assertThat(updater().refresh(Optional.of(second)).root().signed().version())
                .isEqualTo(2);
    }

    /** An operator ships the renewed root with the next deployment; a mirror takes the occasion to replay an older state. */
    @Test
    void aNewerRootThatIsGivenDoesNotForgetWhatWasSeen() throws Exception {
        first();
        SignedFile<RootMetadata> renewed = repository.signer.renewRoot(repository.state, NOW);
        TestRepository older = TestRepository.withReleases(1);
        Updater replayed = new Updater(new TrustDirectory(directory), TestMirrors.of(older), NOW);

        var error = catchThrowableOfType(
                TrustException.RollbackDetected.class, () -> replayed.refresh(Optional.of(renewed.bytes())));

        assertThat(error.document()).isEqualTo(RepositoryPaths.TIMESTAMP);
    }

    @Test
    void nothingIsTrustedWithoutARoot() {
        assertThat(catchThrowableOfType(
                        TrustException.NoRoot.class, () -> updater().refresh(Optional.empty())))
                .hasMessageContaining("give the root.json");
    }

    @Test
    void findsTheFirstRootByItsDigest() throws Exception {
        mirrors.copy("b", repository);
        mirrors.objects.put("a", new TreeMap<>(TestRepository.withReleases(0).objects));
        mirrors.objects.get("a").put("metadata/1.root.json", new byte[600_000]);

        assertThat(Updater.findRoot(mirrors, Digest.of(repository.root()))).isEqualTo(repository.root());
        var error = catchThrowableOfType(
                TrustException.NoMirror.class, () -> Updater.findRoot(mirrors, Digest.of(new byte[0])));
        assertThat(error.verdicts()).hasSize(2);
    }

    @Test
    void aTargetThatNobodyMayListIsNotFound() throws Exception {
        Updater updater = first();

        assertThat(catchThrowableOfType(
                                TrustException.NoSuchTarget.class, () -> updater.find("channels/mainnet/other.json"))
                        .target())
                .isEqualTo("channels/mainnet/other.json");
    }

    /** The pointer's bytes are exchanged at the only mirror. */
    @Test
    void aTargetWithOtherBytes() throws Exception {
        Updater updater = first();
        Updater.Located pointer = updater.find(CHANNEL.target());
        repository.objects.put(pointer.object(), "release 9".getBytes(UTF_8));

        assertThat(catchThrowableOfType(TrustException.HashMismatch.class, () -> updater.fetch(pointer, 1000))
                        .document())
                .isEqualTo(pointer.object());
        assertThat(catchThrowableOfType(TrustException.LengthExceeded.class, () -> updater.fetch(pointer, 8))
                        .limit())
                .isEqualTo(8);
    }

    private Updater first() throws Exception {
        Updater updater = updater();
        updater.refresh(Optional.of(repository.root()));
        updater.find(CHANNEL.target());
        return updater;
    }

    private Updater updater() {
        return new Updater(new TrustDirectory(directory), mirrors, NOW);
    }

    private byte[] rotateOnline(int version, SigningKey heir) {
        return Forge.edit(
                repository.root(),
                signed -> {
                    signed.put("version", version);
                    ((ObjectNode) signed.get("keys"))
                            .set(heir.id(), heir.publicKey().toJson());
                    for (String role : new String[] {"timestamp", "snapshot"}) {
                        ArrayNode ids = ((ObjectNode) signed.at("/roles/" + role)).putArray("keyids");
                        ids.add(heir.id());
                    }
                },
                repository.root1);
    }
}
