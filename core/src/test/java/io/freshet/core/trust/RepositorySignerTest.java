package io.freshet.core.trust;

import static io.freshet.core.trust.TestRepository.CHANNEL;
import static io.freshet.core.trust.TestRepository.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.UnknownFields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepositorySignerTest {

    private static final ChannelName OTHER = new ChannelName("testnet");
    private static final Instant LATER = START.plus(Duration.ofDays(20));

    @Test
    void beginsARepositoryWithTheDocumentsThatAClientNeeds() throws Exception {
        TestRepository repository = new TestRepository(CHANNEL, OTHER);

        assertThat(repository.objects.keySet())
                .containsExactlyInAnyOrder(
                        "metadata/1.root.json",
                        "metadata/1.targets.json",
                        "metadata/1.channel.mainnet.archive.json",
                        "metadata/1.channel.testnet.json",
                        "metadata/1.snapshot.json",
                        "metadata/timestamp.json",
                        "targets/" + io.freshet.core.Digest.of(TestRepository.POLICY) + ".policy.json");
        Delegations delegations = repository
                .state
                .targets("targets")
                .orElseThrow()
                .signed()
                .delegations()
                .orElseThrow();
        assertThat(delegations.roles()).allMatch(Delegation::terminating);
        assertThat(delegations.role("channel.mainnet.archive").orElseThrow().paths())
                .containsExactly(new PathPattern("channels/mainnet/archive.json"));
        assertThat(repository.state.root().signed().expires()).isEqualTo(START.plus(Duration.ofDays(365)));
        assertThat(repository.state.timestamp().orElseThrow().signed().expires())
                .isEqualTo(START.plus(Duration.ofDays(14)));
    }

    @Test
    void signsTheSameBytesForTheSameInput() throws Exception {
        assertThat(TestRepository.withReleases(2).objects)
                .usingRecursiveComparison()
                .isEqualTo(TestRepository.withReleases(2).objects);
    }

    /** It would shut out every client. */
    @Test
    void signsNothingThatIsTooLargeForClients() throws Exception {
        TestRepository repository = new TestRepository(CHANNEL);
        ObjectNode custom = JsonNodeFactory.instance.objectNode().put("custom", "x".repeat(5_000_000));
        TargetFile policy = new TargetFile(1, Hashes.of(io.freshet.core.Digest.ZERO), UnknownFields.of(custom));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> repository.signer.changePolicy(repository.state, policy, false, 2, START))
                .withMessageContaining("5000000 are the most");
    }

    @Test
    void addsAChannelWithARootKeyAlone() throws Exception {
        TestRepository repository = TestRepository.withReleases(1);
        Keys atTheSafe = new Keys(List.of(repository.root2), Optional.empty());
        RepositorySigner offline = new RepositorySigner(atTheSafe, Lifetimes.DEFAULT);
        SignedFile<TargetsMetadata> targets = offline.addChannel(
                repository.state,
                OTHER,
                ChannelSigners.online(repository.state.root().signed()),
                5,
                LATER);
        assertThat(targets.path()).isEqualTo("metadata/5.targets.json");

        repository.commit(List.of(targets), LATER);
    }

    @Test
    void aNewChannelIsPublishedToLikeTheFirst() throws Exception {
        TestRepository repository = TestRepository.withReleases(1);
        SignedFile<TargetsMetadata> targets = repository.signer.addChannel(
                repository.state,
                OTHER,
                ChannelSigners.online(repository.state.root().signed()),
                7,
                LATER);
        SignedFile<TargetsMetadata> empty =
                repository.signer.emptyChannel(afterTargets(repository, targets), OTHER, 1, LATER);
        repository.commit(List.of(targets, empty), LATER);

        assertThat(repository.state.targets(OTHER.role()).orElseThrow().signed().targets())
                .isEmpty();
        assertThat(repository.state.requireListed("targets").version()).isEqualTo(7);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> repository.signer.addChannel(
                        repository.state,
                        OTHER,
                        ChannelSigners.online(repository.state.root().signed()),
                        8,
                        LATER))
                .withMessageContaining("overlap at channels/testnet.json");
    }

    @Test
    void leavesGapsWhereAVersionWasTaken() throws Exception {
        TestRepository repository = TestRepository.withReleases(1);
        TargetFile pointer = TargetFile.of(new byte[] {1});
        repository.commit(
                List.of(repository.signer.pointChannel(repository.state, CHANNEL, pointer, 40, LATER)), LATER);

        assertThat(repository.state.requireListed(CHANNEL.role()).version()).isEqualTo(40);
    }

    @Test
    void keepsWhatItDoesNotKnow() throws Exception {
        TestRepository repository = TestRepository.withReleases(1);
        String path = "metadata/2.channel.mainnet.archive.json";
        byte[] extended = Forge.edit(repository.get(path), signed -> signed.put("x", "kept"), repository.online);
        repository.objects.put("metadata/9.channel.mainnet.archive.json", extended);
        TrustedState hashless = withoutHashes(repository, extended);
        SignedFile<TargetsMetadata> renewed = repository.signer.renewChannel(hashless, CHANNEL, 10, LATER);

        ObjectNode signed = Forge.signedPart(renewed.bytes());
        assertThat(signed.get("x").textValue()).isEqualTo("kept");
        assertThat(signed.get("targets")).isEqualTo(Forge.signedPart(extended).get("targets"));
    }

    @Test
    void renewsTheRootByTheVersionThatFollows() throws Exception {
        TestRepository repository = TestRepository.withReleases(1);
        SignedFile<RootMetadata> root = repository.signer.renewRoot(repository.state, LATER);

        assertThat(root.path()).isEqualTo("metadata/2.root.json");
        assertThat(repository.state.updateRoot(root.bytes()).root().signed().expires())
                .isEqualTo(LATER.plus(Duration.ofDays(365)));
    }

    @Test
    void whatIsBelowHalfOfItsLifeIsDue() throws Exception {
        TestRepository repository = TestRepository.withReleases(0);
        Signed timestamp = repository.state.timestamp().orElseThrow().signed();

        assertThat(Lifetimes.DEFAULT.isDue("timestamp", timestamp, START.plus(Duration.ofDays(7))))
                .isFalse();
        assertThat(Lifetimes.DEFAULT.isDue(
                        "timestamp", timestamp, START.plus(Duration.ofDays(7)).plusSeconds(1)))
                .isTrue();
        Signed root = repository.state.root().signed();
        assertThat(Lifetimes.DEFAULT.isDue("root", root, START.plus(Duration.ofDays(182))))
                .isFalse();
        assertThat(Lifetimes.DEFAULT.isDue("root", root, START.plus(Duration.ofDays(183))))
                .isTrue();
    }

    @Test
    void saysWhichKeyIsMissing() throws Exception {
        TestRepository repository = TestRepository.withReleases(1);
        RepositorySigner online = signer(List.of(), Optional.of(repository.online));
        RepositorySigner stranger = signer(List.of(), Optional.of(Forge.key(66)));

        var error = catchThrowableOfType(MissingKey.class, () -> online.renewTargets(repository.state, 2, LATER));
        assertThat(error.role()).isEqualTo("targets");
        assertThat(error.threshold()).isEqualTo(1);
        assertThat(error.present()).isZero();
        assertThat(error)
                .hasMessageContaining("needs 1 of its keys to sign (any of ")
                .hasMessageContaining(repository
                        .state
                        .root()
                        .signed()
                        .targets()
                        .keyIds()
                        .getFirst()
                        .substring(0, 12));
        assertThat(catchThrowableOfType(
                                MissingKey.class, () -> stranger.snapshot(repository.state, List.of(), 9, LATER))
                        .role())
                .isEqualTo("snapshot");
    }

    @Test
    void namesOfChannelsAreFewAndPlain() {
        for (String name : new String[] {
            "",
            "/",
            "a/",
            "/a",
            "a//b",
            "A",
            "a.b",
            "-a",
            "a/b/c/d/e",
            "a b",
            "../a",
            "a/..",
            "ä",
            "a".repeat(64),
            ("a".repeat(63) + "/").repeat(3) + "a".repeat(63)
        }) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> new ChannelName(name));
        }
        assertThat(new ChannelName("a/b-1/c_2/" + "d".repeat(63)).segments()).hasSize(4);
    }

    private static RepositorySigner signer(List<Signer> roots, Optional<Signer> online) {
        return new RepositorySigner(new Keys(roots, online), Lifetimes.DEFAULT);
    }

    /** The state as it will be once these targets are published. */
    private static TrustedState afterTargets(TestRepository repository, SignedFile<TargetsMetadata> targets)
            throws Exception {
        SignedFile<SnapshotMetadata> snapshot =
                repository.signer.snapshot(repository.state, List.of(targets), 9, LATER);
        SignedFile<TimestampMetadata> timestamp = repository.signer.timestamp(repository.state, snapshot, 9, LATER);
        return repository
                .state
                .updateTimestamp(timestamp.bytes(), LATER)
                .updateSnapshot(snapshot.bytes(), LATER)
                .updateTargets(targets.bytes(), LATER);
    }

    /** The state in which {@code channel} is what the snapshot names, by its version alone. */
    private static TrustedState withoutHashes(TestRepository repository, byte[] channel) throws Exception {
        Instant never = TrustedState.BEFORE_ANY_EXPIRY;
        byte[] snapshot = Forge.edit(
                repository.get("metadata/2.snapshot.json"),
                signed -> signed.get("meta").forEach(file -> {
                    ((ObjectNode) file).remove("hashes");
                    ((ObjectNode) file).remove("length");
                }),
                repository.online);
        byte[] timestamp = Forge.edit(
                repository.get(RepositoryPaths.TIMESTAMP),
                signed -> {
                    signed.put("version", 9);
                    signed.putObject("meta").putObject("snapshot.json").put("version", 2);
                },
                repository.online);
        return TrustedState.startFrom("root.json", repository.root())
                .updateTimestamp(timestamp, never)
                .updateSnapshot(snapshot, never)
                .updateTargets(repository.get("metadata/1.targets.json"), never)
                .updateDelegated(CHANNEL.role(), "targets", channel, never);
    }
}
