package io.freshet.core.trust;

import static io.freshet.core.trust.TestRepository.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.UnknownFields;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be tried with the root, and what is found out; each test says the recipe. */
class RootAttacksTest {

    private TestRepository repository;
    private TrustedState start;

    @BeforeEach
    void startFromTheFirstRoot() throws Exception {
        repository = TestRepository.withReleases(0);
        start = TrustedState.startFrom("root.json", repository.root());
    }

    /** The next root names the attacker's key and is signed by it alone. */
    @Test
    void aRootThatOnlyItsOwnNewKeysSigned() {
        SigningKey attacker = Forge.key(66);
        byte[] next = nextRoot(signed -> giveTo(signed, "root", attacker), attacker);

        var error = refusal(TrustException.ThresholdNotMet.class, next);

        assertThat(error.role()).isEqualTo("root");
        assertThat(error.authority()).isEqualTo("metadata/1.root.json");
        assertThat(error.document()).isEqualTo("metadata/2.root.json");
        assertThat(error.threshold()).isEqualTo(1);
        assertThat(error.valid()).isZero();
        assertThat(error.faults())
                .containsExactly(new SignatureFault(attacker.id(), SignatureFault.Reason.NOT_OF_THE_ROLE));
    }

    /** The next root hands over to new keys, which have not signed it: nobody may hold them. */
    @Test
    void aRootThatItsNewKeysHaveNotSigned() {
        SigningKey heir = Forge.key(7);
        byte[] next = nextRoot(signed -> giveTo(signed, "root", heir), repository.root1);

        var error = refusal(TrustException.ThresholdNotMet.class, next);

        assertThat(error.authority()).isEqualTo("metadata/2.root.json");
    }

    /** The first root, validly signed, is offered as the second. */
    @Test
    void aRootOfTheSameVersion() {
        var error = refusal(TrustException.RollbackDetected.class, repository.root());

        assertThat(error.role()).isEqualTo("root");
        assertThat(error.trusted()).isEqualTo(1);
        assertThat(error.offered()).isEqualTo(1);
    }

    /** A version is left out, so that its revocation of a key is never seen. */
    @Test
    void aRootThatSkipsAVersion() {
        byte[] next = Forge.edit(repository.root(), signed -> signed.put("version", 3), repository.root1);

        var error = refusal(TrustException.WrongVersion.class, next);

        assertThat(error.expected()).isEqualTo(2);
        assertThat(error.actual()).isEqualTo(3);
    }

    /** The chain is withheld until the last root that the mirror shows has expired. */
    @Test
    void anExpiredRoot() throws TrustException {
        Instant expiry = start.root().signed().expires();
        start.requireUnexpiredRoot(expiry.minusSeconds(1));

        var error = catchThrowableOfType(TrustException.Expired.class, () -> start.requireUnexpiredRoot(expiry));

        assertThat(error.expires()).isEqualTo(START.plus(Duration.ofDays(365)));
        assertThat(error.now()).isEqualTo(expiry);
        assertThat(catchThrowableOfType(
                        TrustException.Expired.class,
                        () -> start.updateTimestamp(repository.get(RepositoryPaths.TIMESTAMP), expiry)))
                .isNotNull();
    }

    /** Another role's document, validly signed, is offered as the root. */
    @Test
    void targetsOfferedAsRoot() {
        var error = refusal(TrustException.WrongType.class, repository.get("metadata/1.targets.json"));

        assertThat(error.expected()).isEqualTo("root");
        assertThat(error.actual()).isEqualTo("targets");
    }

    /** The document claims another major version of the specification. */
    @Test
    void anotherSpecification() {
        byte[] next = nextRoot(signed -> signed.put("spec_version", "2.0.0"), repository.root1);

        assertThat(refusal(TrustException.UnsupportedSpec.class, next).specVersion())
                .isEqualTo("2.0.0");
    }

    /** The attacker's key is listed under the id of a root key, and signs by that name. */
    @Test
    void aKeyUnderTheIdOfAnother() {
        SigningKey attacker = Forge.key(66);
        byte[] next = nextRoot(
                signed -> {
                    ((ObjectNode) signed.get("keys"))
                            .set(repository.root1.id(), attacker.publicKey().toJson());
                    ((ObjectNode) signed.at("/roles/root")).put("threshold", 2);
                },
                repository.root2);
        Signature forged = new Signature(
                repository.root1.id(),
                Forge.signature(attacker, Forge.message(next)).sig(),
                UnknownFields.NONE);
        byte[] signed = Forge.tamper(next, json -> ((ArrayNode) json.get("signatures")).add(forged.toJson()));

        var error = refusal(TrustException.ThresholdNotMet.class, signed);

        assertThat(error.authority()).isEqualTo("metadata/2.root.json");
        assertThat(error.valid()).isEqualTo(1);
        assertThat(error.faults())
                .containsExactly(new SignatureFault(repository.root1.id(), SignatureFault.Reason.WRONG_KEY_ID));
        assertThat(error).hasMessageContaining("listed under an id that is not its own");
    }

    /** A key is listed under an id that is not its own, and no role needs it: nobody is kept out by that. */
    @Test
    void aKeyUnderAForeignIdThatNobodyNeeds() throws TrustException {
        SigningKey stranger = Forge.key(66);
        byte[] next = nextRoot(
                signed -> ((ObjectNode) signed.get("keys"))
                        .set("another", stranger.publicKey().toJson()),
                repository.root1);

        Metadata<RootMetadata> root = start.updateRoot(next).root();

        assertThat(root.signed().keys().get("another")).contains(new MisfiledKey("another", stranger.publicKey()));
        assertThat(Forge.message(root.encode())).as("written again").isEqualTo(Forge.message(next));
    }

    /** Endless data. */
    @Test
    void aRootThatIsTooLong() {
        assertThat(refusal(TrustException.LengthExceeded.class, new byte[512_001])
                        .limit())
                .isEqualTo(512_000);
    }

    /** A role's threshold is made 0, so that nobody needs to sign. */
    @Test
    void aThresholdOfNothing() {
        byte[] next =
                nextRoot(signed -> ((ObjectNode) signed.at("/roles/timestamp")).put("threshold", 0), repository.root1);

        assertThat(refusal(TrustException.Malformed.class, next))
                .hasMessageContaining("/signed/roles/timestamp/threshold");
    }

    /** The root that a node is given was changed on its way. */
    @Test
    void aGivenRootThatIsNotSignedByItself() {
        byte[] changed = Forge.tamper(
                repository.root(), json -> ((ObjectNode) json.get("signed")).put("expires", "2099-01-01T00:00:00Z"));

        assertThat(catchThrowableOfType(
                                TrustException.ThresholdNotMet.class,
                                () -> TrustedState.startFrom("root.json", changed))
                        .faults())
                .extracting(SignatureFault::reason)
                .containsExactly(SignatureFault.Reason.INVALID, SignatureFault.Reason.INVALID);
    }

    @Test
    void aRefusedRootChangesNothing() throws TrustException {
        refusal(TrustException.RollbackDetected.class, repository.root());

        assertThat(start.updateRoot(nextRoot(signed -> {}, repository.root2))
                        .root()
                        .signed()
                        .version())
                .isEqualTo(2);
    }

    @Test
    void stepsOutOfOrderAreMistakesOfTheCaller() {
        assertThatIllegalStateException().isThrownBy(() -> start.updateSnapshot(new byte[0], START));
        assertThatIllegalStateException().isThrownBy(() -> start.updateTargets(new byte[0], START));
    }

    private byte[] nextRoot(Consumer<ObjectNode> change, SigningKey... keys) {
        return Forge.edit(
                repository.root(),
                signed -> {
                    signed.put("version", 2);
                    change.accept(signed);
                },
                keys);
    }

    private static void giveTo(ObjectNode signed, String role, SigningKey key) {
        ((ObjectNode) signed.get("keys")).set(key.id(), key.publicKey().toJson());
        ArrayNode ids = ((ObjectNode) signed.at("/roles/" + role)).putArray("keyids");
        ids.add(key.id());
    }

    private <E extends TrustException> E refusal(Class<E> type, byte[] next) {
        E error = catchThrowableOfType(type, () -> start.updateRoot(next));
        assertThat(error).as("refusal").isNotNull();
        return error;
    }
}
