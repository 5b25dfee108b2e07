package io.freshet.core.trust;

import static io.freshet.core.trust.TestRepository.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be tried with the timestamp, and what is found out; each test says the recipe. */
class TimestampAttacksTest {

    private static final Instant NOW = START.plus(Duration.ofDays(3));

    private TestRepository repository;
    private byte[] timestamp;
    private TrustedState start;

    @BeforeEach
    void publishTwice() throws Exception {
        repository = TestRepository.withReleases(2);
        timestamp = repository.get(RepositoryPaths.TIMESTAMP);
        start = TrustedState.startFrom("root.json", repository.root());
    }

    @Test
    void isTakenWhereNothingIsWrong() throws TrustException {
        TrustedState after = start.updateTimestamp(timestamp, NOW);

        assertThat(after.timestamp().orElseThrow().signed().version()).isEqualTo(3);
        assertThat(after.updateTimestamp(timestamp, NOW)).isSameAs(after);
    }

    /** All signatures are taken away. */
    @Test
    void anUnsignedTimestamp() {
        byte[] unsigned = Forge.tamper(timestamp, json -> json.putArray("signatures"));

        var error = refusal(TrustException.ThresholdNotMet.class, start, unsigned);

        assertThat(error.valid()).isZero();
        assertThat(error.faults()).isEmpty();
        assertThat(error.document()).isEqualTo("metadata/timestamp.json");
    }

    /** The version is driven up, and the old signature kept. */
    @Test
    void aChangedTimestamp() {
        byte[] changed = Forge.tamper(timestamp, json -> ((ObjectNode) json.get("signed")).put("version", 9));

        assertThat(refusal(TrustException.ThresholdNotMet.class, start, changed).faults())
                .containsExactly(new SignatureFault(repository.online.id(), SignatureFault.Reason.INVALID));
    }

    /** A field that this version does not know is added behind the signer's back. */
    @Test
    void anAddedField() {
        byte[] changed = Forge.tamper(timestamp, json -> ((ObjectNode) json.get("signed")).put("extra", 1));

        refusal(TrustException.ThresholdNotMet.class, start, changed);
    }

    /** A root key signs a timestamp: it has every right, but not this one. */
    @Test
    void aTimestampThatAnotherRolesKeySigned() {
        byte[] foreign = Forge.edit(timestamp, signed -> {}, repository.root1);

        assertThat(refusal(TrustException.ThresholdNotMet.class, start, foreign).faults())
                .containsExactly(new SignatureFault(repository.root1.id(), SignatureFault.Reason.NOT_OF_THE_ROLE));
    }

    /** The role asks for two keys; one key's signature is there twice. */
    @Test
    void oneSignatureTwice() throws TrustException {
        SigningKey second = Forge.key(4);
        TrustedState strict = startWithTimestampKeys(2, repository.online.publicKey(), second.publicKey());
        byte[] doubled = Forge.edit(timestamp, signed -> {}, repository.online, repository.online);

        assertThat(refusal(TrustException.Malformed.class, strict, doubled))
                .hasMessageContaining("/signatures/1/keyid: stands twice among the signatures");
        byte[] both = Forge.edit(timestamp, signed -> {}, repository.online, second);
        assertThat(strict.updateTimestamp(both, NOW).timestamp()).isPresent();
    }

    /** A signature that is no more valid is put beside the valid one of the same key, to be taken in its place. */
    @Test
    void aSecondSignatureOfAKeyThatHasSigned() {
        byte[] doubled = Forge.tamper(
                timestamp,
                json -> ((ArrayNode) json.get("signatures"))
                        .insertObject(0)
                        .put("keyid", repository.online.id())
                        .put("sig", "00"));

        assertThat(refusal(TrustException.Malformed.class, start, doubled)).hasMessageContaining("stands twice");
    }

    /** The role asks for two keys; one key is listed twice, the second time with a field more and so with another id. */
    @Test
    void oneKeyUnderTwoIds() throws TrustException {
        SigningKey online = repository.online;
        ObjectNode dressed = online.publicKey().toJson().put("x", 1);
        Key twin = new Ed25519Key(
                online.publicKey().publicKey(),
                io.freshet.core.json.UnknownFields.NONE,
                io.freshet.core.json.UnknownFields.of(dressed.objectNode().put("x", 1)));
        TrustedState strict = startWithTimestampKeys(2, online.publicKey(), twin);
        byte[] twice = Forge.tamper(
                Forge.edit(timestamp, signed -> {}, online),
                json -> ((ArrayNode) json.get("signatures"))
                        .addObject()
                        .put("keyid", twin.id())
                        .put("sig", json.at("/signatures/0/sig").textValue()));

        var error = refusal(TrustException.ThresholdNotMet.class, strict, twice);

        assertThat(error.valid()).isEqualTo(1);
        assertThat(error.faults()).containsExactly(new SignatureFault(twin.id(), SignatureFault.Reason.REPEATED));
    }

    /** The role's key is of a type that this version can't check; a signature of it counts for nothing. */
    @Test
    void aKeyOfAnUnknownType() throws TrustException {
        ObjectNode strange = repository.online.publicKey().toJson().put("keytype", "strange");
        Key key = new UnsupportedKey("strange", "ed25519", strange);
        TrustedState strict = startWithTimestampKeys(1, key);
        byte[] signed = Forge.tamper(timestamp, json -> ((ObjectNode) json.at("/signatures/0")).put("keyid", key.id()));

        assertThat(refusal(TrustException.ThresholdNotMet.class, strict, signed).faults())
                .containsExactly(new SignatureFault(key.id(), SignatureFault.Reason.UNSUPPORTED_KEY));
    }

    /** An older timestamp, validly signed and not expired, is replayed. */
    @Test
    void anOlderTimestamp() throws Exception {
        TrustedState current = start.updateTimestamp(timestamp, NOW);
        byte[] older = TestRepository.withReleases(1).get(RepositoryPaths.TIMESTAMP);

        var error = refusal(TrustException.RollbackDetected.class, current, older);

        assertThat(error.role()).isEqualTo("timestamp");
        assertThat(error.trusted()).isEqualTo(3);
        assertThat(error.offered()).isEqualTo(2);
        assertThat(error)
                .hasMessage("metadata/timestamp.json: offers version 2 of timestamp, but version 3 was trusted before;"
                        + " ask another mirror: this one lags far behind, or replays old metadata");
    }

    /** A newer timestamp names an older snapshot. */
    @Test
    void aTimestampThatTakesTheSnapshotBack() throws TrustException {
        TrustedState current = start.updateTimestamp(timestamp, NOW);
        byte[] back = Forge.edit(
                timestamp,
                signed -> {
                    signed.put("version", 4);
                    ((ObjectNode) signed.at("/meta/snapshot.json")).put("version", 2);
                },
                repository.online);

        var error = refusal(TrustException.RollbackDetected.class, current, back);

        assertThat(error.role()).isEqualTo("snapshot");
        assertThat(error.trusted()).isEqualTo(3);
        assertThat(error.offered()).isEqualTo(2);
    }

    /** The same timestamp is shown for ever. */
    @Test
    void aFrozenTimestamp() throws TrustException {
        Instant expiry = START.plus(Duration.ofDays(16));
        TrustedState current = start.updateTimestamp(timestamp, expiry.minusSeconds(1));

        var error = catchThrowableOfType(TrustException.Expired.class, () -> start.updateTimestamp(timestamp, expiry));

        assertThat(error.expires()).isEqualTo(expiry);
        assertThat(catchThrowableOfType(TrustException.Expired.class, () -> current.updateTimestamp(timestamp, expiry)))
                .as("the one that was trusted has expired meanwhile")
                .isNotNull();
    }

    /** Endless data. */
    @Test
    void aTimestampThatIsTooLong() {
        byte[] padded =
                (new String(timestamp, StandardCharsets.UTF_8) + " ".repeat(16_000)).getBytes(StandardCharsets.UTF_8);

        assertThat(refusal(TrustException.LengthExceeded.class, start, padded).limit())
                .isEqualTo(16_000);
    }

    /** The snapshot, which the same key has signed, is offered as the timestamp. */
    @Test
    void aSnapshotOfferedAsTimestamp() {
        var error = refusal(TrustException.WrongType.class, start, repository.get("metadata/3.snapshot.json"));

        assertThat(error.actual()).isEqualTo("snapshot");
    }

    /** A field stands twice: one reader would take the first, another the second. */
    @Test
    void aFieldThatStandsTwice() {
        String text =
                new String(timestamp, StandardCharsets.UTF_8).replace("\"version\":3", "\"version\":3,\"version\":3");

        assertThat(refusal(TrustException.Malformed.class, start, text.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("the field \"version\" stands twice");
    }

    private TrustedState startWithTimestampKeys(int threshold, Key... keys) throws TrustException {
        byte[] root = Forge.withTimestampKeys(repository.root(), repository.root1, threshold, keys);
        return TrustedState.startFrom("root.json", root);
    }

    private static <E extends TrustException> E refusal(Class<E> type, TrustedState state, byte[] bytes) {
        E error = catchThrowableOfType(type, () -> state.updateTimestamp(bytes, NOW));
        assertThat(error).as("refusal").isNotNull();
        return error;
    }
}
