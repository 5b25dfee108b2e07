package io.freshet.core.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.CanonicalJson;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** The roots of a large repository that others have signed for years, with the ECDSA keys of its time. */
class SigstoreRootsTest {

    private static final int FIRST_CONSISTENT = 5;
    private static final int LAST = 15;

    @Test
    void theChainIsFollowedFromVersionToVersion() throws Exception {
        TrustedState state = TrustedState.startFrom("5.root.json", root(FIRST_CONSISTENT));
        for (int version = FIRST_CONSISTENT + 1; version <= LAST; version++) {
            state = state.updateRoot(root(version));
        }

        assertThat(state.root().signed().version()).isEqualTo(LAST);
    }

    @Test
    void aRootOfOneChainIsNoneOfAnother() throws Exception {
        TrustedState state = TrustedState.startFrom("5.root.json", root(FIRST_CONSISTENT));
        byte[] changed =
                Forge.tamper(root(FIRST_CONSISTENT + 1), json -> ((ObjectNode) json.get("signed")).put("more", 1));

        assertThat(catchThrowableOfType(TrustException.ThresholdNotMet.class, () -> state.updateRoot(changed))
                        .valid())
                .isZero();
    }

    /** Version 11 changed a field of its online key, and left the key under the id that it had before. */
    @Test
    void theOnlineKeyOfVersion11VerifiesNothing() throws Exception {
        RootMetadata root =
                TrustedState.startFrom("11.root.json", root(11)).root().signed();
        String listed = root.timestamp().keyIds().getFirst();

        assertThat(root.keys().get(listed)).get().isInstanceOfSatisfying(MisfiledKey.class, key -> {
            assertThat(key.id()).isEqualTo(listed).startsWith("7247f0db");
            assertThat(key.key()).isInstanceOf(EcdsaKey.class);
            assertThat(key.key().id()).isNotEqualTo(listed);
        });
        assertThat(root.keys().byId().values())
                .filteredOn(VerifyingKey.class::isInstance)
                .hasSize(5);
        assertThat(root.toJson()).isEqualTo(Forge.signedPart(root(11)));
    }

    /** The first version is of another kind of repository, but its keys and signatures are what they are. */
    @Test
    void theHexadecimalKeysOfVersion1HaveSignedIt() throws Exception {
        JsonObject document = StrictJson.readObject("1.root.json", root(1), new JsonLimits(100_000, 32));
        KeyTable keys = KeyTable.read(document.object("signed").object("keys"));
        byte[] message = CanonicalJson.encode(document.object("signed").copy());

        assertThat(document.objects("signatures")).hasSize(5).allSatisfy(entry -> {
            Signature signature = Signature.read(entry);
            assertThat(keys.get(signature.keyId()))
                    .get()
                    .isInstanceOfSatisfying(
                            EcdsaKey.class,
                            key -> assertThat(key.verifies(message, signature.bytes()))
                                    .isTrue());
        });
    }

    private static byte[] root(int version) throws IOException {
        try (InputStream in = SigstoreRootsTest.class.getResourceAsStream("/sigstore/" + version + ".root.json")) {
            return in.readAllBytes();
        }
    }
}
