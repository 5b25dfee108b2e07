package io.freshet.core.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.trust.RootDraft.Signers;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a root names to ask. */
class ContactTest {

    private static final Instant EXPIRES = Instant.parse("2027-11-24T00:00:00Z");
    private static final Optional<Contact> OPS = Optional.of(new Contact("ops@acme.example"));
    private static final SigningKey ALICE = Forge.key(11);
    private static final Signers HER = new Signers(List.of(ALICE.publicKey()), 1);

    private final RootDraft none = RootDraft.first(HER, HER, HER, EXPIRES);

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " ops", "ops\n", "a\nb", "\u001b[2J", "a\u202eb", "a\u200bb", "\ud800"})
    void isOneLineThatShowsAllOfItself(String text) {
        assertThatThrownBy(() -> new Contact(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isNoLongerThanALine() {
        assertThat(new Contact("x".repeat(200)).text()).hasSize(200);
        assertThatThrownBy(() -> new Contact("x".repeat(201))).hasMessageContaining("1 to 200 characters");
    }

    @Test
    void comesAndGoesWithNothingElse() throws Exception {
        RootDraft named = none.contact(OPS);
        assertThat(text(named)).contains("\"custom\":{\"contact\":\"ops@acme.example\"}");
        assertThat(RootDraft.read("draft", named.bytes()).root().contact()).isEqualTo(OPS);
        assertThat(named.sign(ALICE).contact(OPS).hasSignatures()).isFalse();
        assertThat(named.contact(Optional.empty()).bytes()).isEqualTo(none.bytes());
    }

    @Test
    void staysInTheRootsThatFollow() throws Exception {
        Metadata<RootMetadata> first = root(none.contact(OPS));
        RootMetadata second = RootDraft.after(first, EXPIRES).root();
        assertThat(second.contact()).isEqualTo(OPS);
        assertThat(second.firstRoot()).isPresent();
        assertThat(RootDraft.after(first, EXPIRES).contact(Optional.empty()).root())
                .satisfies(root -> assertThat(root.firstRoot()).isEqualTo(second.firstRoot()))
                .satisfies(root -> assertThat(root.contact()).isEmpty());
    }

    /** It is advice in a place where all else binds: a root is not given up for it. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"contact\":7}", "{\"contact\":\"a\\nb\"}", "{\"contact\":{}}", "[]"})
    void whatCanNotBeOneNamesNobody(String custom) throws Exception {
        String odd = text(none).replace("\"signed\":{", "\"signed\":{\"custom\":" + custom + ",");
        assertThat(RootDraft.read("draft", odd.getBytes(UTF_8)).root().contact())
                .isEmpty();
    }

    @Test
    void isThatOfTheRootThatIsKept() throws Exception {
        TrustMemory store = new TrustMemory();
        assertThat(Contact.kept(store)).isEmpty();
        store.write("root.json", none.contact(OPS).sign(ALICE).bytes());
        assertThat(Contact.kept(store)).isEqualTo(OPS);
        store.write("root.json", none.contact(OPS).bytes());
        assertThat(Contact.kept(store)).as("nobody has signed it").isEmpty();
    }

    private static Metadata<RootMetadata> root(RootDraft draft) throws IOException, TrustException {
        return RootChain.from("1.root.json", draft.sign(ALICE).bytes()).newest().root();
    }

    private static String text(RootDraft draft) {
        return new String(draft.bytes(), UTF_8);
    }
}
