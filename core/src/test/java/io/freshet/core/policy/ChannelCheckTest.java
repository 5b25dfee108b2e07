package io.freshet.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.freshet.core.Digest;
import io.freshet.core.attest.Envelope;
import io.freshet.core.index.BlobPlace;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Halt;
import io.freshet.core.manifest.History;
import io.freshet.core.manifest.LocationRef;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.manifest.Rollback;
import io.freshet.core.pack.Codec;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Role;
import io.freshet.core.trust.Signature;
import io.freshet.core.trust.SigningKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the rules of a channel let pass. */
class ChannelCheckTest {

    private static final ChannelName CHANNEL = new ChannelName("mainnet/archive");
    private static final ChannelName OTHER = new ChannelName("testnet/archive");
    private static final Digest REPOSITORY = Digest.of(new byte[] {1});
    private static final Digest MANIFEST = Digest.of(new byte[] {2});
    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");
    private static final long HEIGHT = 21_000_000;

    private final SecureRandom random = new SecureRandom();
    private final SigningKey alice = SigningKey.generate(random);
    private final SigningKey bob = SigningKey.generate(random);
    private final SigningKey carol = SigningKey.generate(random);
    private final SigningKey dora = SigningKey.generate(random);

    private final Policy policy = Policy.of("s3://acme/base", 1)
            .with(
                    REPOSITORY,
                    CHANNEL,
                    Optional.of(new ChannelRules(
                            new Role(List.of(alice.id(), bob.id(), carol.id()), 2), List.of(dora.id()))),
                    List.of(alice.publicKey(), bob.publicKey(), carol.publicKey(), dora.publicKey()));

    @Test
    void enoughApprovals() throws Exception {
        ChannelCheck.check(policy, CHANNEL, pointer(approved(alice, carol)));
        ChannelCheck.check(policy, OTHER, pointer(List.of()));
    }

    @Test
    void oneApprovalTooFew() throws Exception {
        refused(approved(bob), 1);
        refused(List.of(), 0);
    }

    @Test
    void oneApproverTwice() throws Exception {
        refused(approved(alice, alice), 1);
    }

    /** Whoever is on call does not approve. */
    @Test
    void anApprovalBySomebodyElse() throws Exception {
        refused(approved(alice, dora), 1);
        refused(approved(alice, SigningKey.generate(random)), 1);
    }

    @Test
    void approvalsOfSomethingElse() throws Exception {
        List<ChannelStatement> others = List.of(
                ChannelStatement.approval(Digest.of(new byte[] {9}), CHANNEL, MANIFEST, Optional.of(HEIGHT)),
                ChannelStatement.approval(REPOSITORY, OTHER, MANIFEST, Optional.of(HEIGHT)),
                ChannelStatement.approval(REPOSITORY, CHANNEL, Digest.of(new byte[] {9}), Optional.of(HEIGHT)),
                ChannelStatement.approval(REPOSITORY, CHANNEL, MANIFEST, Optional.of(HEIGHT + 1)),
                ChannelStatement.approval(REPOSITORY, CHANNEL, MANIFEST, Optional.empty()));
        for (ChannelStatement other : others) {
            refused(List.of(other.signedBy(alice), other.signedBy(bob)), 0);
        }
    }

    @Test
    void aHaltTakesOneWhoIsOnCall() throws Exception {
        ChannelCheck.check(policy, CHANNEL, halted(7, 7, dora));

        assertThatExceptionOfType(RulesBroken.NotByOnCall.class)
                .isThrownBy(() -> ChannelCheck.check(policy, CHANNEL, halted(7, 7, alice)));
        assertThatExceptionOfType(RulesBroken.NotByOnCall.class)
                .as("one of an earlier release, replayed")
                .isThrownBy(() -> ChannelCheck.check(policy, CHANNEL, halted(7, 6, dora)));
    }

    @Test
    void aRollbackTakesOneWhoIsOnCall() throws Exception {
        assertThat(ChannelCheck.check(policy, CHANNEL, back(6, MANIFEST, dora)).rollback())
                .isPresent();
        assertThat(ChannelCheck.check(policy, CHANNEL, back(5, Digest.of(new byte[] {3}), dora))
                        .rollback())
                .isPresent();
        assertThat(ChannelCheck.check(policy, CHANNEL, back(5, MANIFEST, bob)).rollback())
                .as("one from before the rules is not believed, and stands in nobody's way")
                .isEmpty();

        assertThatExceptionOfType(RulesBroken.NotByOnCall.class)
                .isThrownBy(() -> ChannelCheck.check(policy, CHANNEL, back(6, MANIFEST, bob)));
        assertThatExceptionOfType(RulesBroken.OtherRollback.class)
                .as("to another snapshot than it names")
                .isThrownBy(() -> ChannelCheck.check(policy, CHANNEL, back(6, Digest.of(new byte[] {3}), dora)));
        assertThatExceptionOfType(RulesBroken.OtherRollback.class)
                .as("from what is yet to come")
                .isThrownBy(() -> ChannelCheck.check(policy, CHANNEL, back(7, MANIFEST, dora)));
    }

    /** The approval is handed on as a file, and counts in a pointer. */
    @Test
    void anEnvelopeBecomesAnApproval() throws Exception {
        ChannelStatement said = approval();
        Envelope envelope = Envelope.read("a file", said.sealedBy(alice).toBytes());

        assertThat(said.signaturesIn(envelope)).containsExactly(said.signedBy(alice));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChannelStatement.approval(REPOSITORY, OTHER, MANIFEST, Optional.of(HEIGHT))
                        .signaturesIn(envelope))
                .withMessageContaining("testnet/archive");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChannelStatement.halt(REPOSITORY, CHANNEL, 7, "why", NOW)
                        .signaturesIn(envelope))
                .withMessageContaining("approval.v1");
    }

    @Test
    void aPolicyComesBack() throws Exception {
        assertThat(Policy.read("policy", policy.toBytes())).isEqualTo(policy);
        Policy none = policy.with(REPOSITORY, CHANNEL, Optional.empty(), List.of());
        assertThat(none).isEqualTo(Policy.of("s3://acme/base", 1));
        assertThat(Policy.readToSucceed("policy", none.toBytes())).isEqualTo(none);
    }

    @Test
    void rulesThatNobodyCanKeepTo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChannelRules(new Role(List.of("a"), 2), List.of()))
                .withMessageContaining("2 approvals are never given by 1 approvers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChannelRules(new Role(List.of("a"), 1), List.of("b", "b")));
        assertThatIllegalArgumentException()
                .as("a key that is not there")
                .isThrownBy(() -> new Policy(
                        "s3://acme/base",
                        1,
                        Optional.of(REPOSITORY),
                        policy.keys(),
                        new TreeMap<>(Map.of(CHANNEL, new ChannelRules(new Role(List.of("a"), 1), List.of()))),
                        UnknownFields.NONE));
        assertThatCode(() -> new ChannelRules(new Role(List.of("a"), 1), List.of("a")))
                .doesNotThrowAnyException();
    }

    private void refused(List<Signature> approvals, int counted) {
        assertThatExceptionOfType(RulesBroken.NotApproved.class)
                .isThrownBy(() -> ChannelCheck.check(policy, CHANNEL, pointer(approvals)))
                .satisfies(why -> assertThat(why.approvedBy()).hasSize(counted))
                .satisfies(why -> assertThat(why.needed()).isEqualTo(2));
    }

    private static ChannelStatement approval() {
        return ChannelStatement.approval(REPOSITORY, CHANNEL, MANIFEST, Optional.of(HEIGHT));
    }

    private static List<Signature> approved(SigningKey... keys) throws IOException {
        List<Signature> signatures = new ArrayList<>();
        for (SigningKey key : keys) {
            signatures.add(approval().signedBy(key));
        }
        return signatures;
    }

    private static Pointer pointer(List<Signature> approvals) {
        return pointer(7, approvals, Optional.empty(), Optional.empty());
    }

    private Pointer halted(long sequence, long said, SigningKey key) throws IOException {
        Signature signature =
                ChannelStatement.halt(REPOSITORY, CHANNEL, said, "why", NOW).signedBy(key);
        Halt halt = new Halt("why", NOW, List.of(signature));
        return pointer(sequence, approved(alice, bob), Optional.of(halt), Optional.empty());
    }

    private Pointer back(long from, Digest manifest, SigningKey key) throws IOException {
        Signature signature = ChannelStatement.rollback(REPOSITORY, CHANNEL, from, manifest, Optional.of(HEIGHT), "why")
                .signedBy(key);
        Rollback back = new Rollback(from, manifest, Optional.of(HEIGHT), "why", List.of(signature));
        return pointer(7, approved(alice, bob), Optional.empty(), Optional.of(back));
    }

    private static Pointer pointer(
            long sequence, List<Signature> approvals, Optional<Halt> halt, Optional<Rollback> back) {
        BlobPlace place = new BlobPlace(MANIFEST, 16, 300, 400, Codec.ZSTD);
        Release release = new Release(
                sequence,
                new ObjectRef(MANIFEST, 1000),
                new LocationRef(place, MANIFEST),
                Optional.of(HEIGHT),
                NOW,
                approvals,
                UnknownFields.NONE);
        return new Pointer(CHANNEL.name(), release, Optional.empty(), 0, halt, back, History.NONE);
    }
}
