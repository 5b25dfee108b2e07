package io.freshet.core.trust;

import static io.freshet.core.trust.TestRepository.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.trust.RootDraft.Signers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A root that is changed, and signed by one after another; and what must not pass for a signed one. */
class RootDraftTest {

    private static final Instant EXPIRES = START.plus(Duration.ofDays(365));
    private static final List<String> ROOT = List.of(RoleName.ROOT);
    private static final SigningKey ALICE = Forge.key(11);
    private static final SigningKey BOB = Forge.key(12);
    private static final SigningKey CAROL = Forge.key(13);
    private static final SigningKey MALLORY = Forge.key(14);
    private static final SigningKey ONLINE = Forge.key(15);

    private RootDraft first;
    private TrustedState trusted;

    /** Two of three, as a first root says. */
    @BeforeEach
    void makeTheFirst() throws Exception {
        Signers three = new Signers(List.of(ALICE.publicKey(), BOB.publicKey(), CAROL.publicKey()), 2);
        first = RootDraft.first(three, three, new Signers(List.of(ONLINE.publicKey()), 1), EXPIRES);
        trusted = TrustedState.startFrom(
                "1.root.json", first.sign(ALICE).sign(BOB).bytes());
    }

    @Test
    void aFirstRootSaysWhatWasAskedFor() {
        RootMetadata root = trusted.root().signed();
        assertThat(root.version()).isEqualTo(1);
        assertThat(root.consistentSnapshot()).contains(true);
        assertThat(root.rolesOf(ALICE.id())).containsExactly("root", "targets");
        assertThat(root.rolesOf(ONLINE.id())).containsExactly("snapshot", "timestamp");
        assertThat(root.targets().threshold()).isEqualTo(2);
    }

    @Test
    void oneSignatureLessThanTheThresholdIsNone() throws Exception {
        assertThatThrownBy(() ->
                        TrustedState.startFrom("1.root.json", first.sign(ALICE).bytes()))
                .isInstanceOf(TrustException.ThresholdNotMet.class);
        RootDraft next = next().sign(CAROL);
        assertThat(next.signatures(trusted.root().signed()).isMet()).isFalse();
        assertThat(next.signatures(next.root()).missing()).containsExactly(ALICE.id(), BOB.id());
        assertThatThrownBy(() -> trusted.updateRoot(next.bytes())).isInstanceOf(TrustException.ThresholdNotMet.class);
        assertThat(trusted.updateRoot(next.sign(BOB).bytes()).root().signed().version())
                .isEqualTo(2);
    }

    @Test
    void oneKeyThatSignsTwiceCountsOnce() throws Exception {
        RootDraft next = next().sign(ALICE).sign(ALICE);
        assertThat(next.signatures(next.root()).signed()).containsExactly(ALICE.id());
    }

    @Test
    void aRootSignedByItsNewKeysAloneIsRefused() throws Exception {
        Signers two = new Signers(List.of(MALLORY.publicKey(), ONLINE.publicKey()), 2);
        RootDraft usurped = next().replaceKeys(ROOT, two).sign(MALLORY).sign(ONLINE);
        assertThat(usurped.signatures(usurped.root()).isMet()).isTrue();
        assertThat(usurped.signatures(trusted.root().signed()).isMet()).isFalse();
        assertThatThrownBy(() -> trusted.updateRoot(usurped.bytes()))
                .isInstanceOfSatisfying(
                        TrustException.ThresholdNotMet.class,
                        refused -> assertThat(refused).hasMessageContaining("1.root.json"));
    }

    @Test
    void aRootSignedByItsOldKeysAloneIsRefused() throws Exception {
        Signers two = new Signers(List.of(MALLORY.publicKey(), ONLINE.publicKey()), 2);
        RootDraft half = next().replaceKeys(ROOT, two).sign(ALICE).sign(BOB);
        assertThat(half.signatures(trusted.root().signed()).isMet()).isTrue();
        assertThatThrownBy(() -> trusted.updateRoot(half.bytes())).isInstanceOf(TrustException.ThresholdNotMet.class);
    }

    /** Somebody adds a key of his to the file while it is carried from Alice to Bob. */
    @Test
    void aDraftTamperedWithBetweenTwoSignersLosesTheFirstSignature() throws Exception {
        RootDraft signed = next().sign(ALICE);
        RootDraft hers = next().addKey(List.of(RoleName.SNAPSHOT), MALLORY.publicKey());
        String signatures = text(signed).substring(0, text(signed).indexOf("\"signed\""));
        String tampered = signatures + text(hers).substring(text(hers).indexOf("\"signed\""));
        RootDraft found = RootDraft.read("root.json.draft", tampered.getBytes(UTF_8));
        SignatureCount count = found.sign(BOB).signatures(trusted.root().signed());
        assertThat(count.signed()).containsExactly(BOB.id());
        assertThat(count.faults()).containsExactly(new SignatureFault(ALICE.id(), SignatureFault.Reason.INVALID));
        assertThatThrownBy(() -> trusted.updateRoot(found.sign(BOB).bytes()))
                .isInstanceOf(TrustException.ThresholdNotMet.class);
    }

    @Test
    void aChangeDropsTheSignatures() throws Exception {
        RootDraft signed = next().sign(ALICE);
        assertThat(signed.hasSignatures()).isTrue();
        assertThat(signed.threshold(ROOT, 3).hasSignatures()).isFalse();
    }

    @Test
    void aKeyThatHasNoRoleAnyMoreIsGone() {
        RootDraft next = next().removeKey(List.of("root", "targets"), CAROL.id().substring(0, 16));
        assertThat(next.root().keys().byId()).doesNotContainKey(CAROL.id());
        assertThat(next.removeKey(ROOT, BOB.id()).root().rolesOf(BOB.id())).containsExactly("targets");
    }

    @Test
    void whatIsNotOneKeyIsNotRemoved() {
        assertThatThrownBy(() -> next().removeKey(ROOT, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 keys");
        assertThatThrownBy(() -> next().removeKey(ROOT, ONLINE.id()))
                .hasMessage("no key of root begins with \"" + ONLINE.id() + "\"");
    }

    /** To the byte, whoever wrote the file: here not as this version does. */
    @Test
    void whatFollowsTheFirstSaysWhichThatIs() throws Exception {
        byte[] spaced = text(first.sign(ALICE).sign(BOB))
                .replace("\"signed\":", "\"signed\" : ")
                .getBytes(UTF_8);
        RootChain chain = RootChain.from("1.root.json", spaced);
        RootDraft second = RootDraft.after(chain.newest().root(), EXPIRES);
        assertThat(chain.newest().root().signed().firstRoot()).isEmpty();
        assertThat(second.root().firstRoot()).contains(Digest.of(spaced));
        RootChain longer = chain.then(second.sign(ALICE).sign(BOB).bytes());
        assertThat(RootDraft.after(longer.newest().root(), EXPIRES).root().firstRoot())
                .contains(Digest.of(spaced));
        RootDraft other = RootDraft.after(trusted.root(), EXPIRES);
        assertThatThrownBy(() -> chain.requireFirst(other.root()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Digest.of(spaced).toString());
        longer.requireFirst(second.root());
    }

    @Test
    void aKeyIsAddedOnce() {
        assertThatThrownBy(() -> next().addKey(ROOT, ALICE.publicKey()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already");
    }

    /** It would be the last root that there is. */
    @Test
    void aRoleThatNobodyCouldSignForIsNotSigned() {
        RootDraft locked = next().threshold(ROOT, 4);
        assertThatThrownBy(() -> locked.sign(ALICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 4 signatures, and has 3 keys");
        RootDraft empty = next().removeKey(List.of("timestamp"), ONLINE.id());
        assertThatThrownBy(() -> empty.sign(ALICE)).hasMessageContaining("timestamp");
    }

    private RootDraft next() {
        return RootDraft.after(trusted.root(), EXPIRES);
    }

    private static String text(RootDraft draft) {
        return new String(draft.bytes(), UTF_8);
    }
}
